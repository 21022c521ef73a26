#include "search/searcher.hpp"

#include <xapian.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "search/analysis.hpp"
#include "search/detail/layout.hpp"
#include "search/detail/query.hpp"

namespace lingqu::search {
namespace {

using base::Error;
using base::ErrorCode;

constexpr size_t kMostCharacters = 2'000;
constexpr size_t kMostHits = 1'000;
constexpr Xapian::doccount kCountedBeyond = 1'000;
constexpr int kTries = 5;  // a writer that commits during a search makes it start again

Error unusable(const std::string& reason, std::string_view rule) {
  return Error(ErrorCode::kStorage).with("reason", reason).by(rule);
}

Xapian::doccount to_count(size_t value) {
  return static_cast<Xapian::doccount>(std::min<size_t>(value, UINT32_MAX / 2));
}

bool is_blank(std::string_view text) {
  return base::trim(text).empty();
}

// A database with an analyzer, used by one thread at a time.
struct Session {
  Xapian::Database database;
  Analyzer analyzer;
};

Page run(Session& session, const Query& query) {
  Xapian::Query tree = detail::filter_query(query.filters);
  if (!is_blank(query.text)) {
    const std::string_view text = base::first_code_points(query.text, kMostCharacters);
    const Xapian::Query words =
        detail::text_query(session.analyzer.analyze(text, Purpose::kQuery), query.match);
    tree = query.filters.empty() ? words : Xapian::Query(Xapian::Query::OP_FILTER, words, tree);
  } else {
    tree = Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, tree, 0);
  }
  Xapian::Enquire enquire(session.database);
  enquire.set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0.5));
  enquire.set_query(tree);
  const auto offset = to_count(query.offset);
  const auto limit = to_count(std::min(query.limit, kMostHits));
  const Xapian::MSet found = enquire.get_mset(offset, limit, offset + limit + kCountedBeyond);
  Page page;
  for (auto hit = found.begin(); hit != found.end(); ++hit) {
    page.hits.push_back({hit.get_document().get_data(), hit.get_weight()});
  }
  page.total = found.get_matches_estimated();
  page.high_water_mark = detail::mark_of(session.database);
  return page;
}

}  // namespace

class Searcher::Pool {
 public:
  explicit Pool(std::string path) : path_(std::move(path)) {}

  // Throws Xapian's errors. The session belongs to the caller until it gives it back.
  base::Result<std::unique_ptr<Session>> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<Session> session = std::move(idle_.back());
        idle_.pop_back();
        return session;
      }
    }
    LINGQU_TRY(analyzer, Analyzer::create());
    return std::unique_ptr<Session>(new Session{Xapian::Database(path_), std::move(analyzer)});
  }

  void give_back(std::unique_ptr<Session> session) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(session));
  }

  // Sessions of a database that is no longer as it was are of no use.
  void drop_idle() {
    const std::lock_guard lock(mutex_);
    idle_.clear();
  }

 private:
  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Session>> idle_;
};

Searcher::Searcher(std::string path) : pool_(std::make_unique<Pool>(std::move(path))) {}
Searcher::~Searcher() = default;

base::Result<Page> Searcher::search(const Query& query) const {
  if (!base::is_utf8(query.text)) {
    return Error(ErrorCode::kBadEncoding).with("where", base::Text{"检索词", "the query"});
  }
  std::string reason;
  std::string_view rule = "search.damaged";
  for (int tries = 0; tries < kTries; ++tries) {
    try {
      LINGQU_TRY(session, pool_->take());
      session->database.reopen();
      Page page = run(*session, query);
      pool_->give_back(std::move(session));
      return page;
    } catch (const Xapian::DatabaseNotFoundError& error) {
      return unusable(error.get_description(), "search.missing");
    } catch (const Xapian::Error& error) {
      reason = error.get_description();
    } catch (const std::exception& error) {
      reason = error.what();
    }
    pool_->drop_idle();
  }
  return unusable(reason, rule);
}

}  // namespace lingqu::search
