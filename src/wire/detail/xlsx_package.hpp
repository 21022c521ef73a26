// The ZIP package of an XLSX file, opened with suspicion: what it claims to inflate to is bounded
// before anything is inflated, and what a part inflates to is held to its claim.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "wire/table.hpp"

struct zip;
struct zip_file;

namespace lingqu::wire::detail {

// One part, read from its beginning. Must not outlive its package.
class PartReader {
 public:
  PartReader(zip_file* file, std::string name, uint64_t claimed);
  // Appends up to 64 KiB; `false` at the end, where the checksum has been verified.
  base::Result<bool> read_more(std::string& out);

 private:
  struct Close {
    void operator()(zip_file* file) const;
  };
  std::unique_ptr<zip_file, Close> file_;
  std::string name_;
  uint64_t left_;  // of what the part claims
};

class Package {
 public:
  // `bytes` must live as long as the package.
  static base::Result<Package> open(std::string_view bytes, const TableLimits& limits);

  bool has(const std::string& name) const;
  base::Result<PartReader> open_part(const std::string& name) const;
  // A small part as a whole. kTooLarge above 16 MiB.
  base::Result<std::string> read_part(const std::string& name) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  explicit Package(zip* archive) : archive_(archive) {}
  std::unique_ptr<zip, Close> archive_;
};

}  // namespace lingqu::wire::detail
