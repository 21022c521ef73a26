// What the report says: the list of checks, the acts in words, the sentence.
#pragma once

#include <string_view>
#include <vector>

#include "verify/detail/form.hpp"
#include "verify/verify.hpp"

namespace lingqu::verify::detail {

std::vector<Check> all_checks();  // in their order, none done
// Precondition: there is a check of that id.
Check& find_check(Report& report, std::string_view id);
// Fills in the checkpoint, subjects and attachments.
void describe(const BundleForm& bundle, Report& report);
base::Text sentence(const Report& report);
// The failure to name first: the first one, or a later one inside the place it names.
const Failure* leading_failure(const Report& report);

}  // namespace lingqu::verify::detail
