#ifndef YUHENG_SERVICES_INGESTION_FORMATS_FOOTER_LABELS_H_
#define YUHENG_SERVICES_INGESTION_FORMATS_FOOTER_LABELS_H_

#include "absl/strings/string_view.h"

namespace yuheng::ingestion {

// What stands in front of the colon of notes, footers and signatures.
inline constexpr absl::string_view kFooterLabels[] = {
    "注",         "备注",     "说明",     "填报人",   "填报日期", "填报单位",
    "填报部门",   "填表人",   "填表日期", "编制人",   "编制日期", "编制时间",
    "编制单位",   "编制部门", "审核人",   "复核人",   "负责人",   "单位负责人",
    "财务负责人", "经办人",   "联系人",   "联系方式", "制表人",   "制表日期",
    "制表单位",   "打印日期", "打印时间", "报送日期", "报送单位", "日期",
    "时间",       "电话",     "联系电话", "编报人",   "编报日期", "主管"};

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_FORMATS_FOOTER_LABELS_H_
