// What SQLite reports, as the house's errors.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

struct sqlite3;

namespace lingqu::store::sqlite {

// kBusy when another connection holds the lock or the statement was interrupted; kStorage with
// SQLite's words otherwise.
base::Error to_error(int code, sqlite3* database);
base::Error storage_error(std::string_view reason);
// True when SQLite can no longer be relied upon after this code: input or output failed, or the
// file is damaged.
bool is_fatal(int code);

}  // namespace lingqu::store::sqlite
