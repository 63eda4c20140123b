#include <algorithm>

#include "services/rpc/reason.h"

namespace yuheng::rpc {
namespace {

using Code = absl::StatusCode;

constexpr ReasonInfo kReasons[] = {
    {Reason::kRequestIdReused, "REQUEST_ID_REUSED", Code::kAlreadyExists,
     "该请求编号已用于其他内容，请换一个新编号",
     "this request id was used for other content; use a new one"},
    {Reason::kEntryUnbalanced, "ENTRY_UNBALANCED", Code::kFailedPrecondition,
     "收入合计与支出合计不相等，不能入账",
     "income and expenditure differ, so the entry is not posted"},
    {Reason::kReportingLevelMixed, "REPORTING_LEVEL_MIXED",
     Code::kFailedPrecondition,
     "同一部门同一年度同一阶段不能既按部门又按预算单位报送",
     "a department reports either as a whole or by unit, not both, in one "
     "year and stage"},
    {Reason::kQueueFull, "QUEUE_FULL", Code::kResourceExhausted,
     "等待处理的任务已满，请稍后重试",
     "the queue is full; try again in a moment"},
    {Reason::kRevisionInFuture, "REVISION_IN_FUTURE", Code::kOutOfRange,
     "所要的版本号尚未产生", "this revision does not exist yet"},
    {Reason::kRevisionCompacted, "REVISION_COMPACTED", Code::kOutOfRange,
     "所要的版本号已不再保留，请从最新快照重新开始",
     "this revision is no longer kept; start again from a snapshot"},
    {Reason::kDocumentTooLarge, "DOCUMENT_TOO_LARGE", Code::kInvalidArgument,
     "文件超过允许的大小", "the document is larger than allowed"},
    {Reason::kDocumentEmpty, "DOCUMENT_EMPTY", Code::kInvalidArgument,
     "文件是空的", "the document is empty"},
    {Reason::kDocumentBinary, "DOCUMENT_BINARY", Code::kInvalidArgument,
     "文件不是可识别的文本或格式",
     "the document is not text and not a format we know"},
    {Reason::kDocumentUnreadable, "DOCUMENT_UNREADABLE", Code::kInvalidArgument,
     "文件无法读完，请检查所指位置",
     "the document can't be read to its end; look at the place named"},
    {Reason::kDocumentTooSlow, "DOCUMENT_TOO_SLOW", Code::kResourceExhausted,
     "文件没有在限定的时间和内存内读完",
     "the file was not read within the time and memory there is for one"},
    {Reason::kDocumentOtherYear, "DOCUMENT_OTHER_YEAR", Code::kInvalidArgument,
     "文件的年度与报送的年度不一致", "the document is of another fiscal year"},
    {Reason::kDocumentFinalAccount, "DOCUMENT_FINAL_ACCOUNT",
     Code::kInvalidArgument, "文件是决算，不是预算",
     "the document is a final account, not a budget"},
    {Reason::kDocumentNotABudget, "DOCUMENT_NOT_A_BUDGET",
     Code::kInvalidArgument, "文件不是部门预算公开文本",
     "the document is not a department budget"},
    {Reason::kDepartmentUnknown, "DEPARTMENT_UNKNOWN", Code::kNotFound,
     "部门名单中没有这个部门", "the department list has no such department"},
    {Reason::kDepartmentMismatch, "DEPARTMENT_MISMATCH",
     Code::kFailedPrecondition, "文件中的部门与报送的部门不一致",
     "the document names another department than the one it was sent for"},
    {Reason::kSubmissionState, "SUBMISSION_STATE", Code::kFailedPrecondition,
     "报送当前的状态不允许这一操作",
     "the submission's state does not allow this"},
    {Reason::kEtagMismatch, "ETAG_MISMATCH", Code::kAborted,
     "数据已被他人更改，请重新读取后再试",
     "it was changed meanwhile; read it again and retry"},
    {Reason::kNotFound, "NOT_FOUND", Code::kNotFound, "没有找到",
     "there is no such thing"},
    {Reason::kFieldInvalid, "FIELD_INVALID", Code::kInvalidArgument,
     "请求中有字段填写不正确", "a field of the request is wrong"},
    {Reason::kStorageFailed, "STORAGE_FAILED", Code::kInternal,
     "存储读写失败，请联系运维人员",
     "storage failed; the operator has to look at it"},
    {Reason::kLedgerDamaged, "LEDGER_DAMAGED", Code::kDataLoss,
     "账本校验不通过，已停止写入，请联系运维人员",
     "the ledger does not verify, so nothing more is written to it; the "
     "operator has to look at it"},
    {Reason::kOutcomeFenced, "OUTCOME_FENCED", Code::kAborted,
     "该请求编号已被确认为未执行，不能再执行",
     "this request id was declared never applied and can't be applied now"},
    {Reason::kDeadline, "DEADLINE", Code::kDeadlineExceeded,
     "在限定时间内没有完成", "it did not finish within its deadline"},
    {Reason::kUnavailablePeer, "UNAVAILABLE_PEER", Code::kUnavailable,
     "所依赖的服务暂时连接不上，请稍后重试",
     "a service this one depends on can't be reached; try again later"},
    {Reason::kNothingToReverse, "NOTHING_TO_REVERSE", Code::kFailedPrecondition,
     "没有可以冲销的分录", "there is no entry to reverse"},
    {Reason::kUnauthenticatedListener, "UNAUTHENTICATED_LISTENER",
     Code::kFailedPrecondition,
     "尚未配置身份认证，只能监听本机回环地址（127.0.0.1 或 ::1）",
     "no authentication is configured yet; listen on loopback (127.0.0.1 or "
     "::1)"},
    {Reason::kCallsTooMany, "CALLS_TOO_MANY", Code::kResourceExhausted,
     "同时处理的调用已达上限，请稍后重试",
     "too many calls run at once; try again in a moment"},
    {Reason::kUploadProtocol, "UPLOAD_PROTOCOL", Code::kInvalidArgument,
     "上传的消息次序不正确：先是说明，然后是内容",
     "the upload's messages are out of order: the header first, then the "
     "content"},
    {Reason::kWaiverExists, "WAIVER_EXISTS", Code::kAlreadyExists,
     "该审核问题已有说明；如需更改，请先撤销原说明",
     "this finding is explained already; take that explanation back first"},
    {Reason::kWaiverNotAllowed, "WAIVER_NOT_ALLOWED", Code::kFailedPrecondition,
     "按规定，该审核问题须更正，不能以说明代替",
     "the policy wants this corrected, not explained"},
    {Reason::kEliminationsTooMany, "ELIMINATIONS_TOO_MANY",
     Code::kResourceExhausted, "有效的抵销已达上限，须先冲销不再需要的",
     "the most eliminations are in force already; reverse those no longer "
     "needed first"},
    {Reason::kUnauthenticated, "UNAUTHENTICATED", Code::kUnauthenticated,
     "需要有效的令牌或证书", "a valid token or certificate is needed"},
    {Reason::kRoleMissing, "ROLE_MISSING", Code::kPermissionDenied,
     "您的岗位不能办理这项业务", "none of your roles may do this"},
    {Reason::kActorOther, "ACTOR_OTHER", Code::kPermissionDenied,
     "经办人只能是您本人，请留空",
     "nobody acts for somebody else: leave the "
     "actor empty"},
    {Reason::kSamePerson, "SAME_PERSON", Code::kPermissionDenied,
     "报送人不能批准自己的报送，请由他人办理",
     "who sent a submission can't accept it; somebody else has to"},
    {Reason::kWindowNotOpen, "WINDOW_NOT_OPEN", Code::kFailedPrecondition,
     "报送尚未开始", "documents of this stage are not taken yet"},
    {Reason::kWindowClosed, "WINDOW_CLOSED", Code::kFailedPrecondition,
     "报送已经截止，请联系财政部门延期",
     "documents of this stage are not taken any more; ask the finance bureau "
     "for an extension"},
    {Reason::kUploadOffset, "UPLOAD_OFFSET", Code::kFailedPrecondition,
     "服务器上没有收到续传起点之前的全部内容，请从头上传",
     "not everything in front of where the upload goes on is there; send it "
     "from the beginning"},
    {Reason::kUploadDamaged, "UPLOAD_DAMAGED", Code::kAborted,
     "收到的内容与事先声明的不一致，没有保存；请从头上传",
     "what came is not what was announced and was not kept; send it from the "
     "beginning"},
    {Reason::kVerdictStale, "VERDICT_STALE", Code::kFailedPrecondition,
     "审核结论已过时：审核公式或控制数已有变化，请先重新审核（yuheng "
     "submissions recheck）",
     "its verdict is stale: other rules or another ceiling are in force now; "
     "have it checked again first (yuheng submissions recheck)"},
    {Reason::kVerdictCurrent, "VERDICT_CURRENT", Code::kFailedPrecondition,
     "审核结论没有过时，不必重新审核",
     "its verdict is not stale: checked again it would say the same"},
    {Reason::kNotOffered, "NOT_OFFERED", Code::kUnimplemented,
     "网关不提供这一方法或方式", "the gateway does not offer this"},
    {Reason::kRequestTooLarge, "REQUEST_TOO_LARGE", Code::kResourceExhausted,
     "请求超过允许的大小", "the request is larger than allowed"},
    {Reason::kCrossOrigin, "CROSS_ORIGIN", Code::kPermissionDenied,
     "拒绝来自其他网站的请求", "requests from other sites are refused"},
    {Reason::kReaderTooSlow, "READER_TOO_SLOW", Code::kResourceExhausted,
     "接收太慢，连接已结束，请稍后重新连接",
     "the reader did not keep up and was dropped; connect again later"},
    {Reason::kIntakeLimitReached, "INTAKE_LIMIT_REACHED",
     Code::kResourceExhausted, "已达到报送数量的上限，重试无用",
     "as much as may be sent has been sent; trying again does not help"},
};

}  // namespace

absl::Span<const ReasonInfo> AllReasons() { return kReasons; }

const ReasonInfo& InfoOf(Reason reason) {
  // The rows stand in the order of the enum; a test walks them.
  return kReasons[static_cast<int>(reason)];
}

absl::optional<Reason> ReasonByName(absl::string_view name) {
  for (const ReasonInfo& info : kReasons) {
    if (info.name == name) return info.reason;
  }
  return absl::nullopt;
}

}  // namespace yuheng::rpc
