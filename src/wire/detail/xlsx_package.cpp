#include "wire/detail/xlsx_package.hpp"

#include <zip.h>

#include "wire/detail/table_error.hpp"

namespace lingqu::wire::detail {
namespace {

using base::Error;
using base::Text;

constexpr zip_int64_t kMostParts = 10'000;
constexpr uint64_t kSmallPart = 16u << 20;    // of parts that are read as a whole
constexpr uint64_t kRatioMatters = 1u << 20;  // small parts may repeat themselves as they like
constexpr size_t kChunk = 64u << 10;

Error bad(Text reason) {
  return bad_file("XLSX", std::move(reason));
}

Error damaged(std::string_view name) {
  const std::string part(name);
  return bad({"部件 " + part + " 已损坏", "the part " + part + " is damaged"});
}

bool contains_utf16(std::string_view bytes, std::string_view ascii) {
  std::string wide;
  for (const char c : ascii) wide.append(1, c).append(1, '\0');
  return bytes.find(wide) != bytes.npos;
}

Error no_zip(std::string_view bytes) {
  if (bytes.empty()) return bad({"文件是空的", "the file is empty"});
  if (!bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    return bad({"不是 XLSX 文件", "it is not an XLSX file"});
  }
  if (contains_utf16(bytes, "EncryptedPackage")) {
    return bad({"文件已加密，请去掉打开密码", "the file is encrypted; remove its password"});
  }
  return bad({"这是旧版 Excel（xls）文件，请另存为 xlsx",
              "this is an old Excel (xls) file; save it as xlsx"});
}

base::Status check_part(const zip_stat_t& stat, const TableLimits& limits) {
  if (stat.encryption_method != ZIP_EM_NONE) {
    return bad({"文件已加密，请去掉打开密码", "the file is encrypted; remove its password"});
  }
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) {
    return bad({"使用了不支持的压缩方法", "it is compressed in a way that is not supported"});
  }
  const auto ratio = static_cast<uint64_t>(limits.inflation_ratio);
  if (stat.size > kRatioMatters && stat.size / ratio > stat.comp_size) {
    const std::string times = std::to_string(ratio);
    return too_large({"解压后为原来的 " + times + " 倍", times + " times its size when inflated"});
  }
  return {};
}

constexpr zip_uint64_t kWanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                 ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;

base::Status check_parts(zip_t* archive, const TableLimits& limits) {
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count > kMostParts) return bad({"部件过多", "it has too many parts"});
  uint64_t total = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &stat) != 0 ||
        (stat.valid & kWanted) != kWanted) {
      return bad({"压缩包的目录已损坏", "the directory of the archive is damaged"});
    }
    LINGQU_CHECK(check_part(stat, limits));
    if (stat.size > limits.inflated_bytes - total) {
      const std::string limit = std::to_string(limits.inflated_bytes);
      return too_large({"解压后 " + limit + " 字节", limit + " bytes when inflated"});
    }
    total += stat.size;
  }
  return {};
}

}  // namespace

PartReader::PartReader(zip_file* file, std::string name, uint64_t claimed)
    : file_(file), name_(std::move(name)), left_(claimed) {}

void PartReader::Close::operator()(zip_file* file) const {
  zip_fclose(file);
}

base::Result<bool> PartReader::read_more(std::string& out) {
  const size_t before = out.size();
  out.resize(before + kChunk);
  const zip_int64_t got = zip_fread(file_.get(), out.data() + before, kChunk);
  out.resize(before + (got > 0 ? static_cast<size_t>(got) : 0));
  if (got < 0 || static_cast<uint64_t>(got) > left_) return damaged(name_);
  left_ -= static_cast<uint64_t>(got);
  if (got == 0 && left_ > 0) return damaged(name_);
  return got > 0;
}

void Package::Close::operator()(zip* archive) const {
  zip_discard(archive);
}

base::Result<Package> Package::open(std::string_view bytes, const TableLimits& limits) {
  if (!bytes.starts_with("PK")) return no_zip(bytes);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    if (source != nullptr) zip_source_free(source);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    return bad({"压缩包已损坏（" + reason + "）", "the archive is damaged (" + reason + ")"});
  }
  zip_error_fini(&error);
  Package package(archive);
  LINGQU_CHECK(check_parts(archive, limits));
  return package;
}

bool Package::has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

base::Result<PartReader> Package::open_part(const std::string& name) const {
  const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return bad({"缺少部件 " + name, "the part " + name + " is missing"});
  zip_stat_t stat;
  if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) {
    return damaged(name);
  }
  zip_file_t* file = zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr) return damaged(name);
  return PartReader(file, name, stat.size);
}

base::Result<std::string> Package::read_part(const std::string& name) const {
  LINGQU_TRY(reader, open_part(name));
  std::string content;
  for (;;) {
    LINGQU_TRY(more, reader.read_more(content));
    if (content.size() > kSmallPart) {
      return too_large({"部件 " + name + " 为 16 MiB", "16 MiB in the part " + name});
    }
    if (!more) return content;
  }
}

}  // namespace lingqu::wire::detail
