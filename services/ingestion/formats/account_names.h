#ifndef YUHENG_SERVICES_INGESTION_FORMATS_ACCOUNT_NAMES_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_ACCOUNT_NAMES_H_

#include <array>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/budget/chart_of_accounts.h"
#include "services/budget/document.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/claim_scanner.h"

namespace yuheng::ingestion {

// The function codes behind names that the narrative prints. The document's own
// tables speak first, the chart of the year second.
class AccountNames {
 public:
  // `tables`: where to look, the first ones first. `document` must outlive
  // this.
  AccountNames(const budget::Document& document,
               absl::Span<const budget::TableKind> tables);

  // The class names as labels, the codes as subjects; also without 支出 at the
  // end where that leaves three characters or more.
  void AddClassLabels(LabelFinder* finder) const;
  // The names of the 项 rows of the first table, where they are unique in it.
  void AddItemLabels(LabelFinder* finder) const;
  // Their paths without marks (科学技术支出科学技术管理事务行政运行), with
  // codes for marks (科学技术支出(206)科学技术管理事务(01)行政运行(01)), and
  // with their code alone (2060101行政运行, 行政运行(2060101)).
  void AddPathLabels(LabelFinder* finder) const;

  // Paths such as 科学技术支出(类)科学技术管理事务(款)行政运行(项) and their
  // codes; the printed path where no code fits. Deeper levels may be missing.
  std::vector<LabelSpan> FindPaths(absl::string_view text) const;

 private:
  struct Path {
    size_t begin = 0;
    size_t end = 0;
    std::array<std::string, 3> names;  // 类, 款, 项; empty where not printed.
    std::string code;                  // Where the text prints one.
  };

  // The path whose first mark is the next one of `level` from `begin` on.
  Path ReadPath(absl::string_view text, size_t begin, size_t level) const;
  // Empty when nothing fits.
  std::string CodeOf(const Path& path) const;
  // How many of the path's names fit `code`; 0 unless the deepest one does.
  int Fit(const Path& path, absl::string_view code) const;
  bool IsName(absl::string_view code, absl::string_view name) const;

  std::map<std::string, std::string, std::less<>> printed_;  // By code.
  std::map<std::string, std::string, std::less<>> items_;    // First table's.
  const budget::ChartOfAccounts& chart_;
};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_ACCOUNT_NAMES_H_
