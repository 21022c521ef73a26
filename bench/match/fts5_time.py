#!/usr/bin/env python3
"""Plain top-10 of SQLite FTS5 (trigrams) at size: fts5_time.py WORK DOCUMENTS NEEDS. Prints one JSON object; one round of the needs, at most
120 seconds of them."""
import json, os, re, sqlite3, sys, time

work, documents, needs = sys.argv[1:4]
path = os.path.join(work, "fts5.db")
if os.path.exists(path):
    os.remove(path)
db = sqlite3.connect(path)
db.execute("PRAGMA journal_mode = OFF")
db.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, body, tokenize='trigram', content='')")


def rows():
    with open(documents, encoding="utf-8") as file:
        for number, line in enumerate(file):
            doc = json.loads(line)
            yield number, " ".join([doc["title"], doc["abstract"], " ".join(doc["keywords"]), doc["discipline"]])


begun = time.perf_counter()
db.executemany("INSERT INTO t (rowid, body) VALUES (?, ?)", rows())
db.commit()
seconds = time.perf_counter() - begun
taken, since = [], time.perf_counter()
for line in open(needs, encoding="utf-8"):
    grams = {run[i:i + 3] for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", json.loads(line)["text"].lower()) for i in range(len(run) - 2)}
    if not grams or time.perf_counter() - since > 120:
        continue
    begun = time.perf_counter()
    db.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 10", (" OR ".join('"%s"' % gram for gram in sorted(grams)),)).fetchall()
    taken.append(1e3 * (time.perf_counter() - begun))
taken.sort()
print(json.dumps({"seconds": round(seconds, 1), "index_bytes": os.path.getsize(path), "matches": len(taken), "per_second": round(1e3 * len(taken) / sum(taken), 1),
                  "p50_ms": round(taken[len(taken) // 2], 2), "p99_ms": round(taken[int(0.99 * (len(taken) - 1))], 2)}))
