// Ranks every need with MiniSearch, as it comes and with words cut by Intl.Segmenter. Prints {"name": {"need": ["document", …]}}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const MiniSearch = require("minisearch");
const lines = (path) => readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const [documents, needs] = [lines(process.argv[2]), lines(process.argv[3])];
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
const cut = (text) => [...segmenter.segment(text)].filter((part) => part.isWordLike).map((part) => part.segment);

const out = {};
for (const [name, options] of [["MiniSearch", {}], ["MiniSearch, words by ICU", { tokenize: cut }]]) {
  const index = new MiniSearch({ fields: ["title", "abstract", "keywords", "discipline"], ...options, searchOptions: { boost: { title: 2 } } });
  index.addAll(documents.map((doc) => ({ ...doc, keywords: (doc.keywords ?? []).join(" ") })));
  out[name] = Object.fromEntries(needs.map((need) => [need.id, index.search(need.text).slice(0, 10).map((hit) => hit.id)]));
}
process.stdout.write(JSON.stringify(out));
