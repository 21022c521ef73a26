#include "match/glossary.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "search/folding.hpp"
#include "search/stem.hpp"

namespace lingqu::match {

namespace {

constexpr uint64_t kLargestFile = 32u << 20;
constexpr std::string_view kDomain = "#domain:";

uint64_t key_of(std::u32string_view text) { return uint64_t{text[0]} << 32 | (text.size() > 1 ? text[1] : 0); }

bool is_mark(char32_t c) {
  // Thai, Lao, Khmer and Burmese vowels and tones that belong to the character before them.
  return c == 0xE31 || (c >= 0xE33 && c <= 0xE3A) || (c >= 0xE47 && c <= 0xE4E) || c == 0xEB1 || (c >= 0xEB3 && c <= 0xEBC) ||
         (c >= 0xEC8 && c <= 0xECD) || (c >= 0x17B4 && c <= 0x17D3) || (c >= 0x102B && c <= 0x103E);
}

bool is_latin_word(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xC0 && c <= 0x24F) || (c >= 0x300 && c <= 0x36F) || (c >= 0x1E00 && c <= 0x1EFF) ||
         (c >= 0x370 && c <= 0x3FF);
}

// One spelling for British and American English. What it makes of other words does not matter: both sides are changed alike.
std::string one_spelling(std::string word) {
  struct Ending {
    std::string_view british, american;
  };
  constexpr Ending kEndings[] = {{"isation", "ization"}, {"isations", "ization"}, {"ising", "izing"}, {"ised", "ized"}, {"iser", "izer"}, {"isers", "izer"},
                                 {"ise", "ize"},         {"ises", "ize"},         {"yse", "yze"},     {"ysed", "yzed"}, {"our", "or"},    {"ours", "or"},
                                 {"oured", "ored"},      {"ouring", "oring"},     {"bre", "ber"},     {"bres", "ber"},  {"tre", "ter"},   {"tres", "ter"},
                                 {"lling", "ling"},      {"lled", "led"},         {"ller", "ler"},    {"lisation", "lization"}};
  for (const Ending& ending : kEndings) {
    if (word.size() <= ending.british.size() + 1 || !word.ends_with(ending.british)) continue;
    word.replace(word.size() - ending.british.size(), std::string::npos, ending.american);
    break;
  }
  return word;
}

}  // namespace

bool has_no_blanks(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0xE00 && c <= 0xEFF) ||
         (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) || (c >= 0xAC00 && c <= 0xD7AF);
}

std::vector<std::string> normal_words(std::u32string_view folded) {
  std::vector<std::string> words;
  std::u32string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(search::english_stem(one_spelling(search::to_utf8(word))));
    word.clear();
  };
  for (const char32_t c : folded) {
    if (is_latin_word(c))
      word += c;
    else
      flush();
  }
  flush();
  return words;
}

base::Status Glossary::add(const std::string& file, std::string_view text) {
  uint16_t domain = 0;
  size_t number = 0;
  for (std::string_view line : base::split(text, '\n')) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.starts_with(kDomain)) {
      domains_.emplace_back(base::trim(line.substr(kDomain.size())));
      domain = static_cast<uint16_t>(domains_.size() - 1);
    }
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> cells = base::split(line, '\t');
    if (base::trim(cells[0]).empty() || !base::is_utf8(line) || cells.size() < 2) {
      return base::Error(base::ErrorCode::kBadFile)
          .with("file", file)
          .with("reason", base::Text{"第 " + std::to_string(number) + " 行应为：中文、英文、越南文、泰文，以制表符分隔",
                                     "line " + std::to_string(number) + " should be Chinese, English, Vietnamese, Thai, separated by tabs"});
    }
    const auto id = static_cast<ConceptId>(concepts_.size());
    concepts_.push_back({{}, std::string(base::trim(base::split(cells[1], '|').front())), domain});
    for (const std::string_view cell : cells)
      for (const std::string_view variant : base::split(cell, '|')) add_variant(base::trim(variant), id);
  }
  return {};
}

void Glossary::add_variant(std::string_view variant, ConceptId id) {
  if (variant.empty()) return;
  const std::u32string folded = search::fold(variant);
  if (std::any_of(folded.begin(), folded.end(), has_no_blanks)) {
    const bool chinese = folded.front() < 0xE00 || folded.front() > 0x17FF;
    if (chinese) concepts_[id].chinese.push_back(search::to_utf8(folded));
    by_characters_[key_of(folded)].push_back({folded, id});
    return;
  }
  const std::vector<std::string> words = normal_words(folded);
  if (words.empty()) return;
  std::string phrase = words[0];
  for (size_t i = 1; i < words.size(); ++i) phrase += ' ' + words[i];
  std::vector<ConceptId>& ids = by_words_[phrase];
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  longest_phrase_ = std::max(longest_phrase_, words.size());
}

base::Result<Glossary> Glossary::load(const std::string& folder) {
  Glossary glossary;
  if (!base::file_exists(folder)) return glossary;
  LINGQU_TRY(files, base::list_files(folder));
  for (const std::string& file : files) {
    if (!file.ends_with(".tsv")) continue;
    LINGQU_TRY(text, base::read_file(folder + "/" + file, kLargestFile));
    LINGQU_CHECK(glossary.add(file, text));
  }
  return glossary;
}

std::vector<Mention> Glossary::in_characters(std::u32string_view folded) const {
  std::vector<Mention> found;
  for (size_t i = 0; i < folded.size(); ++i) {
    if (!has_no_blanks(folded[i]) && (folded[i] < 'a' || folded[i] > 'z')) continue;
    for (const size_t width : {size_t{2}, size_t{1}}) {
      if (i + width > folded.size()) continue;
      const auto entries = by_characters_.find(key_of(folded.substr(i, width)));
      if (entries == by_characters_.end()) continue;
      for (const Entry& entry : entries->second) {
        if (folded.substr(i, entry.text.size()) != entry.text) continue;
        const size_t end = i + entry.text.size();
        if (end < folded.size() && is_mark(folded[end])) continue;
        found.push_back({entry.id, static_cast<uint32_t>(i), static_cast<uint32_t>(end)});
      }
    }
  }
  return found;
}

std::vector<Mention> Glossary::in_words(const std::vector<std::string>& words) const {
  std::vector<Mention> found;
  for (size_t i = 0; i < words.size(); ++i) {
    std::string phrase;
    for (size_t length = 1; length <= longest_phrase_ && i + length <= words.size(); ++length) {
      if (length > 1) phrase += ' ';
      phrase += words[i + length - 1];
      const auto ids = by_words_.find(phrase);
      if (ids == by_words_.end()) continue;
      for (const ConceptId id : ids->second) found.push_back({id, static_cast<uint32_t>(i), static_cast<uint32_t>(i + length)});
    }
  }
  return found;
}

}  // namespace lingqu::match
