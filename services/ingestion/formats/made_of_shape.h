#ifndef YUHENG_SERVICES_INGESTION_FORMATS_MADE_OF_SHAPE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_MADE_OF_SHAPE_H_

#include <memory>
#include <vector>

#include "services/budget/table_shape.h"

namespace yuheng::ingestion {

// T(shape), which depends on nothing else: made once for each shape of the
// standard form, anew for others. `shape` must outlive it.
template <typename T>
std::shared_ptr<const T> MadeOf(const budget::TableShape& shape) {
  const budget::Form& form = budget::StandardForm();
  if (&form.Table(shape.kind) != &shape) {
    return std::make_shared<const T>(shape);
  }
  static const auto* const standard = [&form] {
    auto* made = new std::vector<std::shared_ptr<const T>>;
    for (const budget::TableShape& each : form.tables) {
      made->push_back(std::make_shared<const T>(each));
    }
    return made;
  }();
  return (*standard)[static_cast<size_t>(&shape - form.tables.data())];
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_MADE_OF_SHAPE_H_
