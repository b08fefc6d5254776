-- What a cafe may want to know from its own store: sqlite3 cafe.db < queries.sql
--
-- customers: id, stage, tiers and balances (JSON), settled_time
-- events:    source, event, customer, type, time, verdict, reason
-- entries:   source, event, customer, kind, currency, points, time
.headers on
.mode column

.print How many guests are where in their life with us
SELECT stage, count(*) AS guests FROM customers GROUP BY stage ORDER BY guests DESC;

.print
.print The gold guests with the most stars
SELECT id, json_extract(balances, '$.stars.available') AS stars, stage
FROM customers WHERE json_extract(tiers, '$.status') = 'gold' ORDER BY stars DESC, id LIMIT 5;

.print
.print Stars given and used, by month
SELECT substr(time, 1, 7) AS month,
       sum(CASE WHEN kind = 'earn' THEN points ELSE 0 END) AS earned,
       sum(CASE WHEN kind = 'burn' THEN points ELSE 0 END) AS used,
       sum(CASE WHEN kind = 'expire' THEN points ELSE 0 END) AS expired
FROM entries GROUP BY month ORDER BY month;

.print
.print What the tills were refused, and why
SELECT type, reason, count(*) AS times FROM events WHERE verdict = 'refused'
GROUP BY type, reason ORDER BY times DESC;
