create table customers (
  id {uuid} primary key,
  email {text},
  name {text},
  phone {text},
  password_hash {text} not null,
  born_on {date},
  credit {decimal} not null,
  may_mail {bool} not null,
  created_at {local} not null
);
create index customers_email on customers ({lower email});

create table addresses (
  id {id},
  customer_id {uuid} not null references customers (id),
  street {text} not null,
  city {text} not null
);
create index addresses_customer on addresses (customer_id);

create table orders (
  id {big} primary key,
  customer_id {uuid} references customers (id),
  placed_at {local} not null,
  total {decimal} not null,
  invoice_name {text} not null,
  ship_phone {text},
  ip {text}
);
create index orders_customer on orders (customer_id);

create table order_lines (
  order_id {big} not null references orders (id),
  line_no {int} not null,
  product {text} not null,
  price {decimal} not null,
  primary key (order_id, line_no)
);

create table payments (
  id {id},
  order_id {big} not null references orders (id),
  card_last4 {text},
  provider_token {text},
  paid_at {local}
);
create index payments_order on payments (order_id);

create table reviews (
  id {id},
  order_id {big} not null,
  line_no {int} not null,
  reviewer {text} not null unique,
  body {long} not null,
  foreign key (order_id, line_no) references order_lines (order_id, line_no)
);
create index reviews_line on reviews (order_id, line_no);

create table carts (id {id}, customer_id {uuid} not null references customers (id), changed_at {local});
create index carts_customer on carts (customer_id);
create table cart_lines (
  cart_id {int} not null references carts (id) on delete cascade,
  product {text} not null,
  quantity {int} not null,
  primary key (cart_id, product)
);

create table voucher_log (customer_id {uuid}, code {text} not null, note {long});
create index voucher_customer on voucher_log (customer_id);

create table {marketing}subscribers (email {text} not null, topics {json}, opened_from {text}, primary key (email));

insert into customers values
  ('11111111-1111-4111-8111-111111111111', 'mei@example.com', '梅', '13800138000', 'h1', '1988-08-08', 9007199254740993.25, {yes}, '2020-01-01 16:00:00'),
  ('22222222-2222-4222-8222-222222222222', 'tom@example.com', 'Tom', null, 'h2', null, -0.10, {yes}, '2021-01-01 16:00:00');
insert into addresses values (1, '11111111-1111-4111-8111-111111111111', '南京路 1 号', '上海'), (2, '22222222-2222-4222-8222-222222222222', 'High St', 'Leeds');
insert into orders values
  (9007199254740993, '11111111-1111-4111-8111-111111111111', '2024-03-05 23:30:00', 99.90, '梅', '13800138000', '203.0.113.7'),
  (9007199254740994, '11111111-1111-4111-8111-111111111111', '2025-12-31 23:30:00', 1.00, '梅', '13800138000', '203.0.113.8'),
  (9007199254740995, '22222222-2222-4222-8222-222222222222', '2025-03-05 23:30:00', 5.00, 'Tom', null, null);
insert into order_lines values (9007199254740993, 1, 'tea', 50.00), (9007199254740993, 2, 'cup', 49.90), (9007199254740994, 1, 'tea', 1.00), (9007199254740995, 1, 'tea', 5.00);
insert into payments values (1, 9007199254740993, '4242', 'tok_1', '2024-03-05 23:31:00'), (2, 9007199254740995, '1111', 'tok_2', null);
insert into reviews values (1, 9007199254740993, 1, 'mei88', 'Good tea. mei@example.com'), (2, 9007199254740995, 1, 'buyer-1', 'Fine');
insert into carts values (1, '11111111-1111-4111-8111-111111111111', null), (2, '22222222-2222-4222-8222-222222222222', null);
insert into cart_lines values (1, 'tea', 2), (1, 'pot', 1), (2, 'tea', 1);
insert into voucher_log values
  ('11111111-1111-4111-8111-111111111111', 'MEI-1', 'for mei@example.com'), ('11111111-1111-4111-8111-111111111111', 'MEI-1', 'for mei@example.com'),
  ('11111111-1111-4111-8111-111111111111', 'mei-1', null), ('22222222-2222-4222-8222-222222222222', 'MEI-1', 'a gift');
insert into {marketing}subscribers values ('mei@example.com', '["tea"]', '203.0.113.9'), ('tom@example.com', null, null);
