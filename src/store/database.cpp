#include "store/database.hpp"

#include "store/sqlite/database.hpp"

namespace lingqu::store {

namespace {

base::Error bad_url(const std::string& url, std::string zh, std::string en) {
  base::Error error = base::Error(base::ErrorCode::kInvalid).at("db").with("count", "1");
  error.details.push_back(base::Error(base::ErrorCode::kBadRequest)
                              .at("db")
                              .with("value", url)
                              .with("reason", base::Text{std::move(zh), std::move(en)}));
  return error;
}

}  // namespace

base::Result<Transaction> Transaction::write(Connection& connection) {
  LINGQU_CHECK(connection.begin_write());
  return Transaction(connection);
}

base::Result<Transaction> Transaction::read(Connection& connection) {
  LINGQU_CHECK(connection.begin_read());
  return Transaction(connection);
}

Transaction::~Transaction() {
  if (connection_ != nullptr) connection_->rollback();
}

base::Status Transaction::commit() {
  Connection* connection = connection_;
  connection_ = nullptr;
  return connection->commit();
}

base::Result<std::unique_ptr<Database>> open_database(const std::string& url,
                                                      const Options& options) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!url.starts_with(kSqlite))
    return bad_url(url, "数据库地址应写作 sqlite:路径", "write the database as sqlite:PATH");
  const std::string path = url.substr(kSqlite.size());
  if (path.empty() || path.starts_with(':') || path.ends_with('/') ||
      path.find('\0') != std::string::npos)
    return bad_url(url, "sqlite: 之后应为文件路径", "a file path is expected after sqlite:");
  return sqlite::open(url, path, options);
}

}  // namespace lingqu::store
