// Matching at size: achievements made by recombining sentences of real ones.
//
//   match_bench ACHIEVEMENTS NEEDS GLOSSARY COUNT
//   match_bench write ACHIEVEMENTS COUNT FILE       the same documents as JSON lines, for other engines (bench/match/beside)
//
// Every synthetic achievement is a title, a list of keywords and four sentences, each of another real one. Their analysis is measured on a
// sample; for the rest the analysis of each sentence is done once and its counts are added up, which gives the same index.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <random>
#include <shared_mutex>
#include <thread>

#include "match/ranking.hpp"
#include "search/folding.hpp"
#include "wire/json.hpp"

using namespace lingqu;
using match::Index;

namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::vector<wire::Json> lines(const char* path) {
  std::vector<wire::Json> all;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    if (auto json = wire::parse_json(line); json.ok()) all.push_back(std::move(*json));
  return all;
}

std::vector<std::string> sentences(std::string_view text) {
  std::vector<std::string> out;
  std::u32string one;
  for (const char32_t c : search::fold(text)) {
    one += c;
    if ((c == U'。' || c == U'.' || c == U';' || c == U'；') && one.size() > 12) {
      out.push_back(search::to_utf8(one));
      one.clear();
    }
  }
  if (one.size() > 4 || out.empty()) out.push_back(search::to_utf8(one));
  return out;
}

struct Parts {
  std::vector<std::string> titles, disciplines, sentences;
  std::vector<std::string> keywords;
};

Parts read_parts(const char* path) {
  Parts parts;
  for (const wire::Json& json : lines(path)) {
    parts.titles.emplace_back(json.string_at("title"));
    parts.disciplines.emplace_back(json.string_at("discipline"));
    std::string words;
    if (const wire::Json* list = json.find("keywords"))
      for (const wire::Json& word : *list->if_array()) words += *word.if_string() + " ";
    parts.keywords.push_back(words);
    for (std::string& sentence : sentences(json.string_at("abstract"))) parts.sentences.push_back(std::move(sentence));
  }
  return parts;
}

// The parts of one document after the other, always the same.
class Draws {
 public:
  explicit Draws(const Parts& parts) : parts_(parts) {}
  struct One {
    size_t source, keywords, sentences[4];
  };
  One next() {
    One one{pick(parts_.titles.size()), pick(parts_.keywords.size()), {}};
    for (size_t& sentence : one.sentences) sentence = pick(parts_.sentences.size());
    return one;
  }

 private:
  size_t pick(size_t size) { return std::uniform_int_distribution<size_t>(0, size - 1)(random_); }
  const Parts& parts_;
  std::mt19937 random_{1};
};

int write(const char* achievements, size_t count, const char* path) {
  const Parts parts = read_parts(achievements);
  Draws draws(parts);
  std::ofstream out(path);
  for (size_t i = 0; i < count; ++i) {
    const auto one = draws.next();
    std::string abstract;
    for (const size_t sentence : one.sentences) abstract += parts.sentences[sentence];
    out << wire::to_text(wire::Json::object({{"id", "d" + std::to_string(i)},
                                             {"title", parts.titles[one.source]},
                                             {"abstract", std::move(abstract)},
                                             {"keywords", wire::Json::array({parts.keywords[one.keywords]})},
                                             {"discipline", parts.disciplines[one.source]}}))
        << "\n";
  }
  return out.good() ? 0 : 1;
}

void percentiles(const char* name, std::vector<double> seconds, double wall) {
  std::sort(seconds.begin(), seconds.end());
  const auto at = [&](double share) { return 1e3 * seconds[static_cast<size_t>(share * static_cast<double>(seconds.size() - 1))]; };
  std::printf("%-22s %zu matches, %.1f /s, p50 %.2f ms, p99 %.2f ms, most %.2f ms\n", name, seconds.size(), static_cast<double>(seconds.size()) / wall,
              at(0.5), at(0.99), at(1));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  if (std::string_view(argv[1]) == "write") return write(argv[2], static_cast<size_t>(std::atoll(argv[3])), argv[4]);
  auto glossary = match::Glossary::load(argv[3]);
  if (!glossary.ok()) return 1;
  auto made = Index::create(std::make_shared<const match::Glossary>(std::move(*glossary)));
  if (!made.ok()) return 1;
  Index& index = *made;
  const auto count = static_cast<size_t>(std::atoll(argv[4]));
  const Parts parts = read_parts(argv[1]);
  Draws draws(parts);

  const size_t sample = std::min<size_t>(5000, count);
  double started = now();
  for (size_t i = 0; i < sample; ++i) {
    const auto one = draws.next();
    match::Achievement a{"d" + std::to_string(i), parts.titles[one.source], "", {parts.keywords[one.keywords]}, parts.disciplines[one.source], {}};
    for (const size_t sentence : one.sentences) a.abstract += parts.sentences[sentence];
    index.put(a);
  }
  const double whole = (now() - started) / static_cast<double>(sample);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  std::printf("%zu whole achievements: %.1f us each with analysis\n", sample, whole * 1e6);

  // Each part once.
  const auto counted = [&](const std::vector<std::string>& texts, float weight) {
    std::vector<Index::Counts> all(texts.size());
    for (size_t i = 0; i < texts.size(); ++i) index.count(texts[i], weight, all[i]);
    return all;
  };
  const auto titles = counted(parts.titles, match::kTitleWeight), words = counted(parts.keywords, match::kKeywordWeight),
             abstracts = counted(parts.sentences, match::abstract_weight(180));
  started = now();
  Index::Counts sum;
  for (size_t i = sample; i < count; ++i) {
    const auto one = draws.next();
    sum = titles[one.source];
    sum.insert(sum.end(), words[one.keywords].begin(), words[one.keywords].end());
    for (const size_t sentence : one.sentences) sum.insert(sum.end(), abstracts[sentence].begin(), abstracts[sentence].end());
    index.put("d" + std::to_string(i), parts.disciplines[one.source], {}, sum);
  }
  const double adding = now() - started;
  std::printf("%zu added in %.1f s without analysis (%.1f us each); with analysis %.0f s\n", count - sample, adding,
              adding * 1e6 / static_cast<double>(std::max<size_t>(1, count - sample)), whole * static_cast<double>(count));
  std::printf("memory of the index %.2f GiB\n", static_cast<double>(index.memory()) / (1 << 30));

  std::vector<std::string> needs;
  for (const wire::Json& json : lines(argv[2])) needs.emplace_back(json.string_at("text"));
  // Who wants to write waits at the door like everyone: a shared mutex alone lets readers pass a waiting writer for ever.
  std::mutex door;
  std::shared_mutex gate;
  const auto run = [&](size_t rounds, std::vector<double>& seconds) {
    auto matcher = match::Matcher::create(index);
    if (!matcher.ok()) return;
    for (size_t i = 0; i < rounds * needs.size(); ++i) {
      const double begin = now();
      {
        std::unique_lock queue(door);
        const std::shared_lock hold(gate);
        queue.unlock();
        matcher->match(needs[i % needs.size()]);
      }
      seconds.push_back(now() - begin);
    }
  };
  std::vector<double> warm, alone, first, second;
  run(1, warm);
  started = now();
  run(4, alone);
  percentiles("one thread", alone, now() - started);
  started = now();
  std::thread other([&] { run(4, second); });
  run(4, first);
  other.join();
  const double wall = now() - started;
  first.insert(first.end(), second.begin(), second.end());
  percentiles("two threads", first, wall);

  // What the budget of postings saves and costs: time, and the share of the ten best without any budget that are still among the ten.
  {
    auto matcher = match::Matcher::create(index);
    const auto answers = [&](size_t postings, double& seconds) {
      match::Limits limits;
      limits.postings = postings;
      std::vector<std::vector<match::DocumentId>> all;
      const double begin = now();
      for (const std::string& need : needs) {
        all.emplace_back();
        for (const match::Match& found : matcher->match(need, limits)) all.back().push_back(found.document);
      }
      seconds = (now() - begin) / static_cast<double>(needs.size());
      return all;
    };
    double seconds = 0;
    const auto best = answers(SIZE_MAX, seconds);
    std::printf("without a budget       %.2f ms on average\n", 1e3 * seconds);
    for (const size_t postings : {size_t{500'000}, size_t{1'000'000}, size_t{2'000'000}, size_t{4'000'000}}) {
      const auto some = answers(postings, seconds);
      size_t kept = 0, asked = 0;
      for (size_t i = 0; i < best.size(); ++i) {
        asked += best[i].size();
        for (const match::DocumentId document : best[i]) kept += static_cast<size_t>(std::count(some[i].begin(), some[i].end(), document));
      }
      std::printf("%9zu postings      %.2f ms on average, %.1f %% of the ten best\n", postings, 1e3 * seconds,
                  100.0 * static_cast<double>(kept) / static_cast<double>(std::max<size_t>(1, asked)));
    }
  }

  // An update is seen by the next match; how long that takes with two threads matching.
  bool stop = false;
  std::vector<double> ignored, visible;
  std::thread reader([&] {
    while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) run(1, ignored);
  });
  auto matcher = match::Matcher::create(index);
  for (int i = 0; i < 20; ++i) {
    const std::string id = "new" + std::to_string(i), title = search::to_utf8(std::u32string{U'螭', static_cast<char32_t>(0x8700 + 2 * i), static_cast<char32_t>(0x8701 + 2 * i)});
    const double begin = now();
    {
      const std::unique_lock queue(door);
      const std::unique_lock hold(gate);
      index.put({id, title, parts.sentences[static_cast<size_t>(i)], {}, "", {}});
    }
    {
      const std::shared_lock hold(gate);
      const auto found = matcher->match(title);
      if (found.empty() || found[0].id != id) {
        std::printf("update %d is not seen\n", i);
        std::exit(1);
      }
    }
    visible.push_back(now() - begin);
  }
  __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
  reader.join();
  percentiles("update and seen", visible, 1);
  return 0;
}
