// Labels of the projects under performance management, section 十一(四).
#include "services/ingestion/formats/narrative_labels.h"

namespace yuheng::ingestion {
namespace {

constexpr Label kManagedProjects[] = {
    {"财政拨款项目", "fiscal"},
    {"财政拨款", "fiscal"},
    {"财政资金项目", "fiscal"},
    {"财政性资金项目", "fiscal"},
    {"非财政拨款", "nonfiscal"},
    {"非财政拨款项目", "nonfiscal"},
    {"非财政资金项目", "nonfiscal"},
    {"非财政性资金项目", "nonfiscal"},
    {"单位资金项目", "nonfiscal"},
    {"自有资金项目", "nonfiscal"},
    {"其他资金项目", "nonfiscal"},
    {"一般公共预算", "gen"},
    {"一般公共预算项目", "gen"},
    {"政府性基金", "fund"},
    {"政府性基金项目", "fund"},
    {"政府性基金预算项目", "fund"},
    {"国有资本经营预算", "soe"},
    {"国有资本经营预算项目", "soe"},
    // The money of the projects by its source.
    {"当年财政拨款", "gen"},
    {"当年财政拨款项目", "gen"},
    {"本年财政拨款", "gen"},
    {"本年财政拨款项目", "gen"},
    {"当年一般公共预算", "gen"},
    {"单位资金", "unit"},
    {"自有资金", "unit"},
    {"其他资金", "unit"},
    {"结转", "carry"},
    {"结转项目", "carry"},
    {"结转资金", "carry"},
    {"结转结余", "carry"},
    {"上年结转", "carry"},
    {"上年结转项目", "carry"},
    {"上年结转资金", "carry"},
    {"上年结转结余", "carry"},
    {"财政拨款结转", "carry_fiscal"},
    {"财政拨款结转项目", "carry_fiscal"},
    {"财政拨款结转结余", "carry_fiscal"},
    {"一般公共预算结转", "carry_fiscal"},
    {"非财政拨款结转", "carry_nonfiscal"},
    {"非财政拨款结转项目", "carry_nonfiscal"},
    {"非财政拨款结转结余", "carry_nonfiscal"},
    {"单位资金结转", "carry_nonfiscal"},
    // All that is spent, of which the projects are a part.
    {"项目支出", "total"},
    {"整体支出", ""},
    {"部门整体支出", ""},
    {"单位整体支出", ""},
};

}  // namespace

absl::Span<const Label> ManagedProjectLabels() { return kManagedProjects; }

}  // namespace yuheng::ingestion
