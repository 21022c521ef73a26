#include "match/embedding.hpp"

#include <cmath>

namespace lingqu::match {

bool normalise(Vector& vector) {
  double sum = 0;
  for (const float part : vector) sum += static_cast<double>(part) * part;
  const double length = std::sqrt(sum);
  if (!std::isfinite(length) || length <= 0) return false;
  for (float& part : vector) part = static_cast<float>(part / length);
  return true;
}

float cosine(const Vector& a, const Vector& b) {
  if (a.size() != b.size()) return 0;
  float sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace lingqu::match
