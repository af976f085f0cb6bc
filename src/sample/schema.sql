-- The sample platform "Cz Studio": a small community where people post, and where some give money.

create table users (
  id integer primary key autoincrement,
  nickname text not null unique,
  email text,
  password_hash text not null,
  age_band text check (age_band in ('14-17', '18-24', '25-34', '35-44', '45-59', '60+')),
  language text not null default 'zh-CN',
  region text,
  analytics_on integer not null default 1,
  personalisation_on integer not null default 1,
  notifications_on integer not null default 1,
  newsletter text not null default 'weekly' check (newsletter in ('off', 'weekly', 'monthly')),
  registered_at text not null,
  last_seen_at text
);
-- not unique: a family may share an address
create index users_email on users (lower(email));
create index users_nickname on users (lower(nickname));

create table devices (
  id integer primary key,
  user_id integer not null references users (id),
  type text not null,
  browser text not null,
  browser_version text not null,
  first_seen_at text not null,
  last_seen_at text not null
);
create index devices_user on devices (user_id);

create table access_logs (
  id integer primary key,
  user_id integer not null references users (id),
  device_id integer references devices (id) on delete set null,
  occurred_at text not null,
  ip text not null,
  path text not null,
  status integer not null
);
create index access_logs_user on access_logs (user_id);
create index access_logs_device on access_logs (device_id);

create table feature_usage (
  id integer primary key,
  user_id integer not null references users (id),
  feature text not null,
  used_on text not null,
  times integer not null
);
create index feature_usage_user on feature_usage (user_id);

create table cookie_preferences (
  user_id integer primary key references users (id),
  necessary integer not null default 1,
  analytics integer not null,
  preferences integer not null,
  marketing integer not null,
  decided_at text not null
);

create table posts (
  id integer primary key,
  author_id integer references users (id),
  author_name text not null,
  title text not null,
  content text not null,
  posted_from_ip text,
  created_at text not null
);
create index posts_author on posts (author_id);

create table post_images (
  id integer primary key,
  post_id integer not null references posts (id),
  file_name text not null,
  taken_at_place text,
  uploaded_at text not null
);
create index post_images_post on post_images (post_id);

create table donations (
  receipt_number text primary key,
  user_id integer references users (id),
  name_on_receipt text not null,
  amount_cents integer not null,
  currency text not null default 'CNY',
  donated_at text not null,
  note text
);
create index donations_user on donations (user_id);
