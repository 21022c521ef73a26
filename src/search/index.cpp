#include "search/index.hpp"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <utility>

#include "search/analysis.hpp"
#include "search/detail/layout.hpp"

namespace lingqu::search {
namespace {

using base::Error;
using base::ErrorCode;
using base::Status;

// A phrase does not run from one field into the next.
constexpr uint32_t kFieldGap = 100;
constexpr int kMostWeight = 100;

Error storage(const std::string& reason) {
  return Error(ErrorCode::kStorage).with("reason", reason);
}

// Runs `action`, whose exceptions become errors.
template <class Action>
Status guarded(const Action& action) {
  try {
    action();
    return {};
  } catch (const Xapian::DatabaseCorruptError& error) {
    return storage(error.get_description()).by("search.damaged");
  } catch (const Xapian::Error& error) {
    return storage(error.get_description());
  } catch (const std::exception& error) {
    return storage(error.what());
  }
}

bool has_position(Family family) {
  return family == Family::kGram || family == Family::kStem || family == Family::kSyllable ||
         family == Family::kFolded;
}

// Why the database cannot be used as it is; empty if it can.
std::string check(const Xapian::Database& database) {
  const std::string version = database.get_metadata(detail::kVersionKey);
  if (version != std::to_string(kAnalysisVersion)) {
    return version.empty() ? "no version" : "analysis version " + version;
  }
  // Touches each table, so that a damaged root shows now and not at the first search.
  const Xapian::docid last = database.get_lastdocid();
  if (last > 0 && database.get_doccount() > 0) {
    const Xapian::PostingIterator first = database.postlist_begin("");
    database.get_document(*first).get_data();
    database.get_document(*first).termlist_begin();
  }
  return "";
}

}  // namespace

struct Index::State {
  std::string path;
  Xapian::WritableDatabase database;
  Analyzer analyzer;
  std::string was_rebuilt;

  void start_empty() {
    database.close();
    database =
        Xapian::WritableDatabase(path, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
    database.set_metadata(detail::kVersionKey, std::to_string(kAnalysisVersion));
    database.commit();
  }

  // Opens what is there; why it must be made anew otherwise.
  std::string open_existing() {
    try {
      database = Xapian::WritableDatabase(path, Xapian::DB_OPEN);
      return check(database);
    } catch (const Xapian::DatabaseLockError&) {
      throw;
    } catch (const Xapian::DatabaseNotFoundError&) {
      return "missing";
    } catch (const Xapian::DatabaseError& error) {
      return error.get_description();
    }
  }
};

Index::Index(std::unique_ptr<State> state) : state_(std::move(state)) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

base::Result<Index> Index::open(const std::string& path) {
  LINGQU_TRY(analyzer, Analyzer::create());
  std::unique_ptr<State> state(new State{path, {}, std::move(analyzer), ""});
  bool locked = false;
  Status opened = guarded([&] {
    std::filesystem::create_directories(path);
    try {
      state->was_rebuilt = state->open_existing();
      if (!state->was_rebuilt.empty()) state->start_empty();
    } catch (const Xapian::DatabaseLockError&) {
      locked = true;
      throw;
    }
  });
  if (locked) return std::move(opened).error().by("search.locked");
  LINGQU_CHECK(std::move(opened));
  return Index(std::move(state));
}

const std::string& Index::was_rebuilt() const {
  return state_->was_rebuilt;
}

uint64_t Index::high_water_mark() const {
  uint64_t mark = 0;
  const Status read = guarded([&] { mark = detail::mark_of(state_->database); });
  return read.ok() ? mark : 0;
}

uint64_t Index::document_count() const {
  uint64_t count = 0;
  const Status read = guarded([&] { count = state_->database.get_doccount(); });
  return read.ok() ? count : 0;
}

Status Index::put(const Document& document) {
  return guarded([&] {
    Xapian::Document entry;
    uint32_t start = 0;
    for (const Field& field : document.fields) {
      const auto weight = static_cast<Xapian::termcount>(std::clamp(field.weight, 1, kMostWeight));
      uint32_t end = start;
      for (const Token& token : state_->analyzer.analyze(field.text, Purpose::kDocument)) {
        if (has_position(token.family)) {
          entry.add_posting(token.term, start + token.position, weight);
        } else {
          entry.add_term(token.term, weight);
        }
        end = std::max(end, start + token.position);
      }
      start = end + kFieldGap;
    }
    for (const std::string& filter : document.filters) {
      entry.add_boolean_term(bounded_term(detail::kFilterPrefix, filter));
    }
    const std::string key = bounded_term(detail::kIdPrefix, document.id);
    entry.add_boolean_term(key);
    entry.set_data(document.id);
    state_->database.replace_document(key, entry);
  });
}

Status Index::remove(const std::string& id) {
  return guarded([&] { state_->database.delete_document(bounded_term(detail::kIdPrefix, id)); });
}

Status Index::commit(uint64_t high_water_mark) {
  return guarded([&] {
    state_->database.set_metadata(detail::kMarkKey, std::to_string(high_water_mark));
    state_->database.commit();
  });
}

Status Index::clear() {
  return guarded([&] { state_->start_empty(); });
}

}  // namespace lingqu::search
