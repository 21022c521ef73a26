// What the files of this module share: small pieces of its tables.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "store/database.hpp"

namespace lingqu::identity {

base::Error no_account(int64_t account);
// One more than the highest id: there is one writer, so that it is free.
base::Result<int64_t> next_id(store::Connection& connection, const std::string& table);
// Ends the account's sessions but the one whose secret is `keep` (empty: all).
base::Status end_sessions(store::Connection& connection, int64_t account, const std::string& keep);

}  // namespace lingqu::identity
