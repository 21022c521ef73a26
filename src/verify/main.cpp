// lingqu-verify: checks an evidence bundle, alone and offline. Exit codes: 0 proven, 1 a check
// failed, 2 wrong usage, 3 a file could not be read.
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>

#include "base/file.hpp"
#include "verify/verify.hpp"

namespace {

constexpr const char* kUsage =
    "lingqu-verify FILE [--json] [--lang zh|en] [--key FINGERPRINT] [--earlier CHECKPOINT]\n"
    "\n"
    "  校验证据包，不需要服务器或网络。 Verifies an evidence bundle without server or network.\n"
    "\n"
    "  --json                 报告为 JSON / the report as JSON\n"
    "  --lang zh|en           语言（默认 zh） / language (default zh)\n"
    "  --key FINGERPRINT      另行取得的密钥指纹 / fingerprint of the key, got another way "
    "(sm3:…)\n"
    "  --earlier CHECKPOINT   此前取得的检查点文件 / a checkpoint file got earlier\n"
    "\n"
    "  0 通过 proven   1 不通过 a check failed   2 用法错误 wrong usage   3 无法读取文件 a file "
    "cannot be read\n";

struct Arguments {
  std::string file;
  std::string earlier_file;
  lingqu::verify::Options options;
  lingqu::base::Language language = lingqu::base::Language::kZh;
  bool json = false;
};

std::optional<Arguments> read_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (word == "--json") {
      arguments.json = true;
    } else if (word == "--key" && value != nullptr) {
      arguments.options.trusted_key = value;
      ++i;
    } else if (word == "--earlier" && value != nullptr) {
      arguments.earlier_file = value;
      ++i;
    } else if (word == "--lang" && value != nullptr &&
               (std::strcmp(value, "zh") == 0 || std::strcmp(value, "en") == 0)) {
      arguments.language =
          std::strcmp(value, "en") == 0 ? lingqu::base::Language::kEn : lingqu::base::Language::kZh;
      ++i;
    } else if (!word.starts_with("--") && arguments.file.empty()) {
      arguments.file = word;
    } else {
      return std::nullopt;
    }
  }
  if (arguments.file.empty()) return std::nullopt;
  return arguments;
}

int complain(const lingqu::base::Error& error, lingqu::base::Language language) {
  std::fprintf(stderr, "%s\n", lingqu::base::to_string(error, language).c_str());
  return 3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) {
    std::fputs(kUsage, stdout);
    return 0;
  }
  auto arguments = read_arguments(argc, argv);
  if (!arguments) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  const auto bundle = lingqu::base::read_file(arguments->file);
  if (!bundle.ok()) return complain(bundle.error(), arguments->language);
  if (!arguments->earlier_file.empty()) {
    auto earlier = lingqu::base::read_file(arguments->earlier_file);
    if (!earlier.ok()) return complain(earlier.error(), arguments->language);
    arguments->options.earlier_checkpoint = *std::move(earlier);
    if (arguments->options.earlier_checkpoint.empty())
      arguments->options.earlier_checkpoint = " ";  // empty file: refused, not ignored
  }
  const auto report = lingqu::verify::verify_bundle(*bundle, arguments->options);
  const std::string text = arguments->json ? lingqu::verify::to_json(report) + "\n"
                                           : lingqu::verify::to_text(report, arguments->language);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return report.proven ? 0 : 1;
}
