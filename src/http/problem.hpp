// Errors as problem details (RFC 9457), in the form of docs/design/api.md.
#pragma once

#include <string>

#include "base/error.hpp"
#include "http/message.hpp"

namespace lingqu::http {

inline constexpr std::string_view kProblemType = "https://lingqu.example/problems/";

// `whole`: with type and status; details are without.
void append_problem(std::string& out, const base::Error& error, base::Language language,
                    bool whole = true);
// With Retry-After, Allow and WWW-Authenticate where the code asks for them.
Response problem_response(const base::Error& error, base::Language language);

}  // namespace lingqu::http
