#include "verify/verify.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
#include "cli/session.hpp"

namespace lingqu::cli {

namespace {
constexpr uint64_t kLargestBundle = 512u << 20;
}

int verify(const VerifyOptions& options) {
  auto text = base::read_file(options.file, kLargestBundle);
  if (!text.ok()) return fail(text.error(), options.json);
  verify::Options check{options.fingerprint, {}};
  if (!options.checkpoint.empty()) {
    auto checkpoint = base::read_file(options.checkpoint, kLargestBundle);
    if (!checkpoint.ok()) return fail(checkpoint.error(), options.json);
    check.earlier_checkpoint = std::move(*checkpoint);
  }
  const verify::Report report = verify::verify_bundle(*text, check);
  fmt::print("{}\n", options.json ? verify::to_json(report) : verify::to_text(report, terminal_language()));
  return report.proven ? kDone : kRefused;
}

}  // namespace lingqu::cli
