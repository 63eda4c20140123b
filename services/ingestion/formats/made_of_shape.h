#ifndef YUHENG_SERVICES_INGESTION_FORMATS_MADE_OF_SHAPE_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_MADE_OF_SHAPE_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "services/budget/regional_form.h"
#include "services/budget/table_shape.h"

namespace yuheng::ingestion {

// T(shape), which depends on nothing else: made once for each shape of the
// built-in forms as they are on paper, anew for others. `shape` must outlive
// it.
template <typename T>
std::shared_ptr<const T> MadeOf(const budget::TableShape& shape) {
  using Made = std::vector<std::shared_ptr<const T>>;
  static const auto* const built_in = [] {
    auto* made = new std::vector<Made>;
    for (const budget::Form* form : budget::Forms()) {
      Made& of_form = made->emplace_back();
      for (const budget::TableShape& each : form->OnPaper().tables) {
        of_form.push_back(std::make_shared<const T>(each));
      }
    }
    return made;
  }();
  const size_t table = static_cast<size_t>(shape.kind) - 1;
  for (size_t i = 0; i < built_in->size(); ++i) {
    if (&budget::Forms()[i]->OnPaper().tables[table] == &shape) {
      return (*built_in)[i][table];
    }
  }
  return std::make_shared<const T>(shape);
}

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_MADE_OF_SHAPE_H_
