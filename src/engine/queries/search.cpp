#include "engine/queries/search.hpp"

#include <algorithm>
#include <charconv>

#include "engine/followers/search_index.hpp"
#include "engine/rights.hpp"
#include "search/passage.hpp"

namespace lingqu::engine {

namespace {

constexpr size_t kMostHits = 100;
constexpr size_t kPassage = 120;  // characters

using Marks = std::vector<std::string>;

search::Query index_query(const SearchQuery& query, search::Match match, const Marks& marks, const std::string& register_name) {
  search::Query asked{.text = query.text, .match = match, .offset = query.offset, .limit = std::min(query.limit, kMostHits)};
  if (!register_name.empty()) asked.filters.push_back({"register:" + register_name});
  if (!marks.empty()) asked.filters.push_back(marks);
  return asked;
}

// "register/id" of the index.
std::optional<std::pair<std::string, int64_t>> parse_id(const std::string& id) {
  const size_t slash = id.find('/');
  int64_t number = 0;
  if (slash == std::string::npos) return std::nullopt;
  const auto [end, error] = std::from_chars(id.data() + slash + 1, id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size()) return std::nullopt;
  return std::pair{id.substr(0, slash), number};
}

// The passage of the field that answers best; the record's own name already stands above it.
void add_passage(const registers::Register& schema, const registers::Record& record, const std::string& text, SearchHit& hit) {
  search::Passage best;
  for (size_t i = 0; i < schema.fields.size(); ++i) {
    const auto& field = schema.fields[i];
    if (!in_search_index(field) || field.name == schema.label_field || field.name == schema.number_field) continue;
    for (const std::string& value : search_texts(record.values[i])) {
      search::Passage passage = search::find_passage(value, text, kPassage);
      if (!hit.field.empty() && passage.matched <= best.matched) continue;
      best = std::move(passage);
      hit.field = field.name;
    }
  }
  for (search::Piece& piece : best.pieces) hit.passage.emplace_back(std::move(piece.text), piece.matches);
}

}  // namespace

base::Result<SearchReply> search_records(Context& context, Reader& reader, const search::Searcher& searcher, const SearchQuery& query,
                                         const lifecycle::Actor* actor) {
  if (!query.register_name.empty()) LINGQU_CHECK(context.table(query.register_name));
  const Marks marks = search_marks(actor);
  SearchReply reply;
  search::Match match = search::Match::kAll;
  search::Page page;
  for (const search::Match next : {search::Match::kAll, search::Match::kSubstring, search::Match::kAny}) {
    match = next;
    LINGQU_TRY(found, searcher.search(index_query(query, match, marks, query.register_name)));
    page = std::move(found);
    if (page.total > 0) break;
  }
  reply.total = page.total;
  reply.loose = match == search::Match::kAny && page.total > 0;
  reply.followed = page.high_water_mark;
  for (const RegisterTable& table : context.tables) {
    search::Query counted = index_query(query, match, marks, table.schema().name);
    counted.offset = 0;
    counted.limit = 0;
    LINGQU_TRY(counts, searcher.search(counted));
    if (counts.total > 0) reply.registers.emplace_back(table.schema().name, counts.total);
  }
  LINGQU_TRY(connection, context.database->reader());
  LINGQU_TRY(snapshot, store::Transaction::read(*connection));
  for (const search::Hit& found : page.hits) {
    const auto id = parse_id(found.id);
    RegisterTable* table = id ? context.find(id->first) : nullptr;
    if (!table) continue;
    // The index may lag behind by a moment: rights are those of the record as it is.
    LINGQU_TRY(record, table->map.load(*connection, id->second));
    if (!record || !sees_record(table->schema(), *record, actor)) continue;
    hide_fields(table->schema(), *record, actor);
    SearchHit hit{id->first, id->second, context.label(table->schema(), *record), context.number(table->schema(), *record), record->state, record->owner, {}, {}, {}};
    add_passage(table->schema(), *record, query.text, hit);
    reply.hits.push_back(std::move(hit));
  }
  std::set<int64_t> owners;
  for (const SearchHit& hit : reply.hits)
    if (hit.owner != 0) owners.insert(hit.owner);
  if (RegisterTable* organisations = context.find(context.pack->organisation_register)) {
    LINGQU_TRY(labels, reader.labels(*connection, *organisations, owners, actor));
    for (SearchHit& hit : reply.hits)
      if (const auto found = labels.find(hit.owner); found != labels.end()) hit.owner_label = found->second.first;
  }
  return reply;
}

}  // namespace lingqu::engine
