#!/usr/bin/env python3
"""Quality of matching beside plain BM25, SQLite FTS5, MiniSearch and Lucene, on the same documents and needs.

    bench/match/peers.py --achievements FILE --needs FILE [--lingqu build/release/lingqu]

MiniSearch is run where node finds the package (NODE_PATH or a node_modules folder above); else it is left out and that is said. Lucene likewise where
Maven has it (bench/match/lucene).
"""
import argparse, collections, json, math, os, re, sqlite3, subprocess, sys, tempfile


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def runs(text):
    return re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower())


def bigrams(text):
    out = []
    for run in runs(text):
        out += [run] if run[0] < "\u4e00" else [run[i:i + 2] for i in range(max(1, len(run) - 1))]
    return out


def whole(doc):
    return " ".join([doc["title"], doc["abstract"], " ".join(doc.get("keywords", [])), doc.get("discipline", "")])


class Bm25:
    """k1 1.2, b 0.75 over character bigrams."""

    def __init__(self, docs, text):
        self.postings, self.lengths = collections.defaultdict(list), []
        for number, doc in enumerate(docs):
            counts = collections.Counter(bigrams(text(doc)))
            self.lengths.append(sum(counts.values()))
            for term, count in counts.items():
                self.postings[term].append((number, count))
        self.ids = [doc["id"] for doc in docs]
        self.mean = sum(self.lengths) / len(docs)

    def rank(self, query):
        scores, n = collections.Counter(), len(self.ids)
        for term, repeated in collections.Counter(bigrams(query)).items():
            found = self.postings.get(term, [])
            idf = math.log(1 + (n - len(found) + 0.5) / (len(found) + 0.5))
            for number, count in found:
                scores[number] += repeated * idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * self.lengths[number] / self.mean))
        return [self.ids[number] for number, _ in scores.most_common(10)]


class Fts5:
    """SQLite's trigram tokenizer, any trigram of the need, bm25()."""

    def __init__(self, docs, text):
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, body, tokenize='trigram')")
        self.db.executemany("INSERT INTO t VALUES (?, ?)", [(doc["id"], text(doc)) for doc in docs])

    def rank(self, query):
        grams = {run[i:i + 3] for run in runs(query) for i in range(len(run) - 2)}
        if not grams:
            return []
        match = " OR ".join('"%s"' % gram for gram in sorted(grams))
        return [row[0] for row in self.db.execute("SELECT id FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 10", (match,))]


def quality(needs, rank):
    out = {}
    for need in needs:
        q = out.setdefault(need["lang"], {"n": 0, "mrr10": 0.0, "recall10": 0.0})
        ranked, relevant = rank(need), set(need["relevant"])
        places = [i + 1 for i, found in enumerate(ranked[:10]) if found in relevant]
        q["n"] += 1
        q["mrr10"] += 1 / places[0] if places else 0
        q["recall10"] += len(places) / len(relevant)
    for q in out.values():
        q["mrr10"], q["recall10"] = round(q["mrr10"] / q["n"], 4), round(q["recall10"] / q["n"], 4)
    return out


def minisearch(options):
    done = subprocess.run(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)), "minisearch.mjs"), options.achievements, options.needs],
                          capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else None


def lucene(options, analyser, work):
    run = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lucene", "run")
    done = subprocess.run([run, work, analyser, options.achievements, options.needs, "rank"], stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--achievements", required=True)
    parser.add_argument("--needs", required=True)
    parser.add_argument("--lingqu", default="build/release/lingqu")
    options = parser.parse_args()
    docs, needs = lines(options.achievements), lines(options.needs)
    results = {}
    for name, peer in {"BM25, bigrams of title and abstract": Bm25(docs, lambda d: d["title"] + " " + d["abstract"]),
                       "BM25, bigrams of all fields": Bm25(docs, whole),
                       "SQLite FTS5 trigram": Fts5(docs, whole)}.items():
        results[name] = quality(needs, lambda need: peer.rank(need["text"]))
    mini = minisearch(options) if not os.environ.get("NO_MINISEARCH") else None
    if mini is None:
        print("MiniSearch is left out: node does not find the package minisearch", file=sys.stderr)
    else:
        for name, ranked in mini.items():
            results[name] = quality(needs, lambda need: ranked[need["id"]])
    with tempfile.TemporaryDirectory() as work:
        for name, analyser in {"Lucene, CJK analyser": "cjk", "Lucene, SmartCN": "smartcn"}.items():
            ranked = lucene(options, analyser, work)
            if ranked is None:
                print(f"{name} is left out", file=sys.stderr)
            else:
                results[name] = quality(needs, lambda need: ranked[need["id"]])
    best = max(q["zh"]["mrr10"] for q in results.values() if "zh" in q)
    ours = subprocess.run([options.lingqu, "match", "eval", "--achievements", options.achievements, "--needs", options.needs, "--json"],
                          capture_output=True, text=True, check=True)
    results["Lingqu"] = json.loads(ours.stdout)
    for name, by_language in results.items():
        print(f"{name:36}", "  ".join(f"{lang} {q['mrr10']:.3f}/{q['recall10']:.3f}" for lang, q in sorted(by_language.items())))
    print(f"zh MRR@10 against the best peer: {results['Lingqu']['zh']['mrr10'] / best - 1:+.1%}")


main()
