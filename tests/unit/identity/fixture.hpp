// A database with the tables of identity, and one transaction per write as the act pipeline has it.
#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "identity/identity.hpp"

namespace lingqu::identity::test {

template <class T>
T take(base::Result<T> result) {
  if (!result.ok()) FAIL(base::to_string(result.error(), base::Language::kEn));
  return std::move(result).value();
}
inline void done(const base::Status& status) {
  if (!status.ok()) FAIL(base::to_string(status.error(), base::Language::kEn));
  CHECK(status.ok());
}
template <class T>
base::ErrorCode refused(const base::Result<T>& result) {
  REQUIRE(!result.ok());
  return result.error().code;
}

constexpr base::Timestamp kStart{1'795'000'000'000'000};
constexpr int64_t kMinute = 60'000'000;
constexpr int64_t kHour = 60 * kMinute;
inline base::Timestamp after(int64_t micros) {
  return base::Timestamp{kStart.micros + micros};
}

class Fixture {
 public:
  Fixture() {
    std::string name = (std::filesystem::temp_directory_path() / "lingqu-identity-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder_ = name;
    database_ = take(store::open_database("sqlite:" + folder_ + "/test.db"));
    connection_ = take(database_->connect(true));
    done(store::migrate(*connection_, tables(), ""));
  }
  Fixture(const Fixture&) = delete;
  Fixture& operator=(const Fixture&) = delete;
  ~Fixture() {
    connection_.reset();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  store::Connection& db() { return *connection_; }
  base::Random& random() { return random_; }

  // Runs `write` in a transaction, committed when it succeeds.
  template <class F>
  auto in_transaction(F write) {
    store::Transaction transaction = take(store::Transaction::write(*connection_));
    auto result = write();
    if (result.ok()) done(transaction.commit());
    return result;
  }
  base::Result<Account> create(const NewAccount& fresh, const std::string& hash = "hash") {
    return in_transaction([&] { return create_account(db(), fresh, hash, kStart); });
  }
  int64_t add(const std::string& login) {
    NewAccount fresh;
    fresh.login = login;
    fresh.name = login;
    return take(create(fresh)).id;
  }
  int64_t number(const std::string& sql) {
    store::Statement* statement = take(connection_->prepare(sql));
    REQUIRE(take(statement->step()));
    const int64_t value = statement->integer(0);
    statement->reset();
    return value;
  }

 private:
  std::string folder_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<store::Connection> connection_;
  base::SeededRandom random_{1};
};

}  // namespace lingqu::identity::test
