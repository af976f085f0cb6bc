create table members (
  id {id},
  username {text} not null unique,
  email {text},
  password_hash {text} not null,
  signature {long},
  birthday {date},
  registered_ip {text},
  registered_at {time} not null,
  wants_digest {bool} not null,
  invited_by {int} references members (id) on delete set null,
  pinned_post_id {int}
);
create index members_email on members ({lower email});
create index members_invited on members (invited_by);
create index members_pinned on members (pinned_post_id);

create table profile_fields (
  member_id {int} not null references members (id),
  field {text} not null,
  value {long},
  primary key (member_id, field)
);

create table boards (id {id}, name {text} not null);

create table topics (
  id {id},
  board_id {int} not null references boards (id),
  author_id {int} references members (id),
  title {text} not null,
  created_at {time} not null
);
create index topics_author on topics (author_id);

create table posts (
  id {id},
  topic_id {int} not null references topics (id),
  parent_id {int} references posts (id),
  author_id {int} references members (id),
  author_name {text} not null,
  body {long} not null,
  ip {text},
  created_at {time} not null
);
create index posts_author on posts (author_id);
create index posts_parent on posts (parent_id);
alter table members add constraint members_pinned_post foreign key (pinned_post_id) references posts (id);

create table post_edits (
  post_id {int} not null references posts (id),
  revision {int} not null,
  editor_name {text} not null,
  body {long} not null,
  primary key (post_id, revision)
);

create table attachments (
  id {id},
  post_id {int} not null,
  revision {int} not null,
  file_name {text} not null,
  bytes {bytes},
  foreign key (post_id, revision) references post_edits (post_id, revision)
);
create index attachments_edit on attachments (post_id, revision);

create table private_messages (
  id {id},
  sender_id {int} references members (id),
  recipient_id {int} references members (id),
  sender_name {text} not null,
  recipient_name {text} not null,
  sender_ip {text},
  body {long} not null,
  sent_at {time} not null
);
create index messages_sender on private_messages (sender_id);
create index messages_recipient on private_messages (recipient_id);

create table follows (
  follower_id {int} not null references members (id),
  followed_id {int} not null references members (id),
  primary key (follower_id, followed_id)
);
create index follows_followed on follows (followed_id);

create table drafts (
  id {id},
  member_id {int} not null references members (id),
  continues_id {int} references drafts (id),
  body {long} not null
);
create index drafts_member on drafts (member_id);
create index drafts_continues on drafts (continues_id);

insert into boards (id, name) values (1, 'General');
insert into members (id, username, email, password_hash, signature, birthday, registered_ip, registered_at, wants_digest, invited_by) values
  (1, '小明', 'Xiaoming@Example.com', 'hash-1', 'Ask xiaoming@example.com', '1990-02-28', '203.0.113.7', {at 2024-01-01 00:00:00}, {yes}, null),
  (2, 'Bob 🐝', 'bob@example.org', 'hash-2', null, null, '198.51.100.7', {at 2024-02-01 00:00:00}, {yes}, 1),
  (3, 'Carol', 'shared@example.net', 'hash-3', null, null, null, {at 2024-03-01 00:00:00}, {no}, 1),
  (4, 'Dave', 'SHARED@example.net', 'hash-4', null, null, null, {at 2024-03-02 00:00:00}, {no}, null),
  (5, 'Nobody', null, 'hash-5', null, null, null, {at 2024-03-03 00:00:00}, {no}, null);
insert into profile_fields values (1, 'city', '上海'), (1, 'web', null), (2, 'city', 'Leeds');
insert into topics values (1, 1, 1, 'Hello from 小明', {at 2024-05-01 08:00:00}), (2, 1, 2, 'Bees', {at 2024-05-02 08:00:00});
insert into posts values
  (1, 1, null, 1, '小明', 'I am 小明, mail XIAOMING@example.com', '203.0.113.7', {at 2024-05-01 08:00:00}),
  (2, 1, 1, 2, 'Bob 🐝', 'Welcome, xiaoming@example.com', '198.51.100.7', {at 2024-05-01 09:00:00}),
  (3, 1, 2, 1, '小明', 'Thanks!', '2001:db8::1', {at 2024-05-01 10:00:00}),
  (4, 2, null, 2, 'Bob 🐝', 'Honey', null, {at 2024-05-02 08:00:00});
update members set pinned_post_id = 1 where id = 1;
insert into post_edits values (1, 1, 'mod', 'first words'), (1, 2, 'mod', 'better words'), (4, 1, 'Bob 🐝', 'Honey!');
insert into attachments values (1, 1, 2, '猫.png', {x 00ff10}), (2, 4, 1, 'bee.png', null);
insert into private_messages values
  (1, 1, 2, '小明', 'Bob 🐝', '203.0.113.7', 'from 1 to 2', {at 2024-06-01 00:00:00}),
  (2, 2, 1, 'Bob 🐝', '小明', '198.51.100.7', 'from 2 to 1: xiaoming@example.com?', {at 2024-06-02 00:00:00}),
  (3, 2, 3, 'Bob 🐝', 'Carol', '198.51.100.7', 'from 2 to 3', {at 2024-06-03 00:00:00}),
  (4, 1, 1, '小明', '小明', '203.0.113.7', 'a note to myself', {at 2024-06-04 00:00:00});
insert into follows values (1, 2), (2, 1), (2, 3), (3, 2);
insert into drafts values (1, 1, null, 'one'), (2, 1, 1, 'two'), (3, 1, 2, 'three'), (4, 2, null, 'bob');
