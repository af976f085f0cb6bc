// A small platform for the page's tests: three people, a shared address, rows to count and to change.

import { DatabaseSync } from 'node:sqlite'

export function createSmallPlatform(file: string): void {
  const db = new DatabaseSync(file)
  db.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, nickname TEXT NOT NULL, email TEXT, analytics_enabled INTEGER NOT NULL, notifications_enabled INTEGER NOT NULL, age_band TEXT);
    CREATE TABLE access_logs (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), at TEXT, ip TEXT, path TEXT);
    CREATE TABLE posts (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES users(id), body TEXT);
    CREATE TABLE post_images (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts(id), file_name TEXT);
    INSERT INTO users VALUES (1, '小明', 'xiaoming@example.com', 1, 1, '18-24'), (2, 'Alice', 'alice@example.org', 1, 0, '25-34'),
      (3, '访客', NULL, 1, 1, NULL), (4, '阿强', 'family@example.com', 1, 1, NULL), (5, '小美', 'family@example.com', 0, 0, NULL);
    INSERT INTO posts VALUES (1, 1, '今天天气真好'), (2, 1, '第二篇');
    INSERT INTO post_images VALUES (1, 2, 'cat.jpg');
  `)
  const insert = db.prepare('INSERT INTO access_logs (user_id, at, ip, path) VALUES (?, ?, ?, ?)')
  for (let index = 0; index < 60; index++) {
    insert.run((index % 2) + 1, `2026-11-${10 + (index % 12)}T08:00:00Z`, `192.0.2.${index}`, `/games/${index}`)
  }
  db.close()
}
