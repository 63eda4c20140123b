#ifndef YUHENG_SERVICES_CLI_SAMPLE_SAMPLE_H_
#define YUHENG_SERVICES_CLI_SAMPLE_SAMPLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "services/budget/document.h"
#include "services/budget/rollup.h"

namespace yuheng::cli {

// Invented bureaus of an invented prefecture and their department budgets in
// the published plain-text layout. The same options give the same bytes on
// every platform.

// More departments have no names to go with.
inline constexpr int kSampleDepartmentsMax = 3000;
// Errors planted into one document.
inline constexpr int kSampleErrorsPerDocumentMax = 16;

struct SampleOptions {
  uint64_t seed = 1;
  int departments = 10;  // 1 to kSampleDepartmentsMax.
  // Planted over all documents, as evenly as possible; at most
  // departments * kSampleErrorsPerDocumentMax.
  int errors = 0;
  // True: the money behind the tables is in 分 and every printed figure is
  // rounded half-up by itself, so sums differ by legitimate rounding. False:
  // all of it is in 0.01 万元 and every sum is exact.
  bool rounded = false;
  // One of ErrorKinds(): errors of that kind alone, and a document that has no
  // room for one has fewer. Empty: any.
  std::string kind;
  int fiscal_year = 2023;
  // The form of the tables; null for the standard one.
  const budget::Form* form = nullptr;
  // The number of the first department, from 0.
  int first_department = 0;
  // False leaves the texts of part 3 at their headings.
  bool narrative = true;
};

// A kind of error that can be planted.
struct ErrorKind {
  std::string name;  // Such as leaf_changed.
  // At least one of these sees it; a prefix such as A1 stands for all rules
  // that begin so.
  std::vector<std::string> rules;
};

// All kinds; see planting/README.md.
const std::vector<ErrorKind>& ErrorKinds();

// One error that was planted into a document.
struct PlantedError {
  std::string kind;
  std::vector<std::string> rules;  // Those of its kind.
  // domain.md section 3: where the document no longer holds. For a missing row
  // that is its parent; the row itself stands in seen_at. "doc" and T5 are the
  // document and a table as a whole.
  std::string address;
  std::string was;    // As printed; a name for wrong_name.
  std::string now;    // Empty for what is missing.
  std::string table;  // T1 to T10; N1 to N11d, G, P1 for texts and sheets.
  // Other addresses where the error may show: parents, the same fact in another
  // place.
  std::vector<std::string> seen_at;
};

// A figure that the texts or sheets state, as readers give it.
struct StatedFigure {
  std::string address;
  // 分, or millionths of a percent or a count.
  int64_t value_micro = 0;

  friend bool operator==(const StatedFigure&, const StatedFigure&) = default;
};

struct SampleUnit {
  std::string code;
  std::string name;
};

struct SampleDocument {
  std::string code;                  // Of the department, digits.
  std::string name;                  // Of the department.
  std::vector<std::string> aliases;  // Other names the document may print.
  std::string kind;                  // Such as education.
  std::vector<SampleUnit> units;     // The department's own office first.
  // The tables as printed, planted errors included; no headings and claims,
  // and no source locations.
  budget::Document document;
  // The leaf amounts printed in the tables (rollup.h), sorted by address.
  std::vector<budget::AmountLine> leaves;
  // What the texts and sheets state, without planted errors, in their order.
  std::vector<StatedFigure> stated;
  std::vector<PlantedError> planted;
  std::string text;  // UTF-8, the whole disclosure.
};

// The options must be within the limits above.
std::vector<SampleDocument> GenerateSamples(const SampleOptions& options);

// <code>-<name>.txt, and <code>-<name>.txt.planted.json beside it.
std::string SampleFileName(const SampleDocument& sample);
std::string PlantedFileName(const SampleDocument& sample);

// {"errors":[{"kind","rules":[...],"address","was","now","table","seenAt":[...]}]}
std::string PlantedJson(const SampleDocument& sample);

// code,name,aliases,kind,units with a header; aliases are separated by |, and
// units (code:name) too.
std::string DepartmentsCsv(const std::vector<SampleDocument>& samples);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_SAMPLE_H_
