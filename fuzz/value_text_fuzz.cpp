#include <cstddef>
#include <cstdint>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lingqu::fuzz::value_text({reinterpret_cast<const char*>(data), size});
  return 0;
}
