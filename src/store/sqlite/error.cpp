#include "store/sqlite/error.hpp"

#include <sqlite3.h>

namespace lingqu::store::sqlite {

base::Error storage_error(std::string_view reason) {
  return base::Error(base::ErrorCode::kStorage).with("reason", reason);
}

base::Error to_error(int code, sqlite3* database) {
  const int primary = code & 0xFF;
  if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED || primary == SQLITE_INTERRUPT)
    return base::Error(base::ErrorCode::kBusy).with("reason", sqlite3_errstr(code));
  // The connection's message is about its latest call only.
  const bool current = database != nullptr && sqlite3_extended_errcode(database) == code;
  const std::string message = current ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  return storage_error("SQLite " + std::to_string(code) + ": " + message);
}

bool is_fatal(int code) {
  const int primary = code & 0xFF;
  return primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

}  // namespace lingqu::store::sqlite
