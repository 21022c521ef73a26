#include <charconv>

#include "base/date.hpp"
#include "pack/detail/check_shape.hpp"
#include "pack/detail/read.hpp"

namespace lingqu::pack::detail {

namespace {

// "+08:00" → minutes.
bool parse_zone(const std::string& text, base::ZoneOffset& zone) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  int hours = 0;
  int minutes = 0;
  const auto first = std::from_chars(text.data() + 1, text.data() + 3, hours);
  const auto second = std::from_chars(text.data() + 4, text.data() + 6, minutes);
  if (first.ptr != text.data() + 3 || second.ptr != text.data() + 6) return false;
  if (hours > 14 || minutes > 59) return false;
  zone.minutes = (hours * 60 + minutes) * (text[0] == '-' ? -1 : 1);
  return true;
}

bool is_region_code(std::string_view code) {
  return code.size() == 6 && code.find_first_not_of("0123456789") == std::string_view::npos;
}

void repeated(const Source& source, const YamlNode& key, Problems& problems) {
  problems.add(source.file, key,
               {"“" + key.scalar + "”在另一文件中已声明",
                "“" + key.scalar + "” is declared in another file"},
               {"请改名或合并", "Rename it or merge the two"});
}

void add_period(const std::string& text, std::set<base::Date>& days) {
  const size_t dots = text.find("..");
  const auto first = base::parse_date(std::string_view(text).substr(0, dots));
  if (!first.ok()) return;
  const auto last =
      dots == std::string::npos ? first : base::parse_date(std::string_view(text).substr(dots + 2));
  if (!last.ok()) return;
  constexpr int kMostDays = 366;
  for (base::Date day = *first; day <= *last && day.days - first->days < kMostDays; day = day + 1)
    days.insert(day);
}

}  // namespace

void read_pack_file(const Source& source, Pack& pack, std::string& calendar, Problems& problems) {
  const YamlNode* root = &source.root;
  pack.name = text_of(root, "name");
  pack.version = text_of(root, "version");
  pack.title = title_of(root, "title");
  pack.region = text_of(root, "region");
  pack.region_title = title_of(root, "region_title");
  pack.organisation_register = text_of(root, "organisation");
  pack.person_register = text_of(root, "person");
  calendar = text_of(root, "calendar");
  const YamlNode* zone = root->find("zone");
  if (is_scalar(zone) && !parse_zone(zone->scalar, pack.zone))
    problems.add(source.file, *zone, {"时区写法有误", "the zone is not an offset"},
                 {"写成 \"+08:00\"", "Write \"+08:00\""});
}

void read_roles(const Source& source, Pack& pack) {
  for (const YamlNode::Entry& entry : entries_of(&source.root, "roles")) {
    const YamlNode* node = &entry.value;
    pack.roles.push_back({entry.key.scalar, title_of(node, "title"), title_of(node, "help"),
                          flag_of(node, "region_scope"), flag_of(node, "manages_accounts"),
                          flag_of(node, "audits"), flag_of(node, "drafts_rules")});
  }
  for (const YamlNode* node : items_of(&source.root, "demo_accounts"))
    pack.demo_accounts.push_back({text_of(node, "login"), text_of(node, "name"),
                                  text_of(node, "role"), text_of(node, "organisation")});
}

void read_regions(const Source& source, Pack& pack, Problems& problems) {
  for (const YamlNode::Entry& entry : entries_of(&source.root, "regions")) {
    if (!is_region_code(entry.key.scalar))
      problems.add(source.file, entry.key,
                   {"“" + entry.key.scalar + "”不是六位行政区划代码",
                    "“" + entry.key.scalar + "” is not a region code of six digits"},
                   {"写成加引号的六位数字", "Write six digits in quotes"});
    pack.regions[entry.key.scalar] = title_of(&entry.value);
  }
}

void read_parameters(const Source& source, Pack& pack) {
  for (const YamlNode::Entry& entry : entries_of(&source.root, "parameters")) {
    const YamlNode* node = &entry.value;
    std::string clause = text_of(node, "clause");
    if (clause.empty()) clause = text_of(node, "source");
    pack.parameters.push_back({entry.key.scalar, text_of(node, "value"), text_of(node, "unit"),
                               std::move(clause), text_of(node, "mark"), title_of(node, "title")});
  }
}

void read_vocabularies(const Source& source, Pack& pack, Problems& problems) {
  for (const YamlNode::Entry& entry : entries_of(&source.root, "vocabularies")) {
    if (pack.vocabularies.contains(entry.key.scalar)) {
      repeated(source, entry.key, problems);
      continue;
    }
    const YamlNode* node = &entry.value;
    registers::Vocabulary vocabulary;
    vocabulary.name = entry.key.scalar;
    vocabulary.title = title_of(node, "title");
    vocabulary.source = text_of(node, "source");
    vocabulary.verified = flag_of(node, "verified", true);
    for (const YamlNode::Entry& code : entries_of(node, "codes"))
      vocabulary.codes.push_back(
          {code.key.scalar, title_of(&code.value), flag_of(&code.value, "retired")});
    if (vocabulary.codes.empty() && node->find("codes") != nullptr)
      problems.add(source.file, entry.key, {"词表没有代码", "the vocabulary has no codes"},
                   {"请至少列出一个代码", "List at least one code"});
    pack.vocabularies.emplace(vocabulary.name, std::move(vocabulary));
  }
}

void read_documents(const Source& source, Pack& pack, Problems& problems) {
  for (const YamlNode::Entry& entry : entries_of(&source.root, "documents")) {
    if (pack.find_document(entry.key.scalar) != nullptr) {
      repeated(source, entry.key, problems);
      continue;
    }
    const YamlNode* node = &entry.value;
    Document document;
    document.id = entry.key.scalar;
    document.title = title_of(node, "title");
    document.issuer = text_of(node, "issuer");
    document.date = text_of(node, "date");
    document.number = text_of(node, "number");
    document.verified = flag_of(node, "verified", true);
    document.note = text_of(node, "note");
    for (const YamlNode::Entry& clause : entries_of(node, "clauses"))
      document.clauses.push_back({document.id + "/" + clause.key.scalar,
                                  text_of(&clause.value, "label"),
                                  title_of(&clause.value, "summary")});
    pack.documents.push_back(std::move(document));
  }
}

bool read_calendar(const Source& source, const std::string& wanted, Pack& pack,
                   Problems& problems) {
  if (text_of(&source.root, "calendar") != wanted) return false;
  pack.calendar.id = wanted;
  for (const YamlNode::Entry& entry : entries_of(&source.root, "years")) {
    const int64_t year = std::strtoll(entry.key.scalar.c_str(), nullptr, 10);
    if (year < 1949 || year > 9999) {
      problems.add(source.file, entry.key, {"年份有误", "this is not a year"},
                   {"写成四位数字，例如 2026", "Write four digits such as 2026"});
      continue;
    }
    pack.calendar.years.insert(static_cast<int>(year));
    for (const YamlNode* item : items_of(&entry.value, "off")) {
      if (is_scalar(item)) add_period(item->scalar, pack.calendar.off);
    }
    for (const YamlNode* item : items_of(&entry.value, "work")) {
      if (!is_scalar(item)) continue;
      const auto day = base::parse_date(item->scalar);
      if (!day.ok()) continue;
      pack.calendar.work.insert(*day);
      const int weekday = base::weekday(*day);
      if (weekday != 0 && weekday != 6)
        problems.add(source.file, *item,
                     {"调休上班日应为周末", "a day worked in lieu is a weekend day"},
                     {"请核对日期", "Check the date"});
    }
  }
  return true;
}

std::string value_of(const YamlNode* node, const Pack& pack) {
  if (is_scalar(node)) return node->scalar;
  const std::string key = text_of(node, "parameter");
  for (const Parameter& parameter : pack.parameters)
    if (parameter.key == key) return parameter.value;
  return "";
}

}  // namespace lingqu::pack::detail
