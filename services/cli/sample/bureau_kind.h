#ifndef YUHENG_SERVICES_CLI_SAMPLE_BUREAU_KIND_H_
#define YUHENG_SERVICES_CLI_SAMPLE_BUREAU_KIND_H_

#include <string>
#include <vector>

namespace yuheng::cli {

// What a kind of bureau does, in codes of the 2023 function chart.
struct BureauKind {
  std::string id;     // Such as education.
  std::string name;   // 教育局
  std::string field;  // 教育, as it stands in sentences.
  // 行政运行 of the bureau's own office.
  std::string administration;
  // Where subordinate units run, and what they are called; may be empty.
  struct UnitType {
    std::string function;
    std::vector<std::string> names;
  };
  std::vector<UnitType> unit_types;
  // 项 that take projects.
  std::vector<std::string> project_functions;
  // 项 of government funds and of state capital that it may use.
  std::vector<std::string> fund_functions;
  std::vector<std::string> soe_functions;
  // What projects are about.
  std::vector<std::string> topics;
  // What its units earn: "special" (education fees), "unit_biz",
  // "unit_other"; empty when only appropriations pay for it.
  std::string earns;
};

const std::vector<BureauKind>& BureauKinds();

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_BUREAU_KIND_H_
