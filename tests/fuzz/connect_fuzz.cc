// A request of the Connect protocol: refused with a reason, or passed on as a
// message that writes itself as JSON which reads back the same. First byte:
// what the rest is. 0 a target, 1 the headers, 2 JSON, 3 an error's details,
// others a body in envelopes, cut into pieces of that many bytes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/budget/check.h"
#include "services/gateway/connect/call_head.h"
#include "services/gateway/connect/codec.h"
#include "services/gateway/connect/envelope.h"
#include "services/gateway/connect/error.h"
#include "services/rpc/reason.h"
#include "yuheng/ingestion/v1/ingestion_service.pb.h"

namespace {

using yuheng::gateway::CallHead;
using yuheng::gateway::Codec;
using yuheng::gateway::HttpHead;
using yuheng::gateway::Refusal;

constexpr size_t kEnvelopeMax = 64;

void ReadHead(const HttpHead& head) {
  static const auto* const table = new yuheng::gateway::MethodTable(
      {yuheng::ingestion::v1::SubmitRequest::descriptor()->file()->service(0)});
  const auto read = yuheng::gateway::ReadCallHead(*table, head);
  if (const auto* refusal = absl::get_if<Refusal>(&read)) {
    YUHENG_CHECK(refusal->http_status >= 400 && refusal->http_status < 600);
    YUHENG_CHECK(yuheng::rpc::ReasonOf(refusal->status).has_value());
  } else {
    YUHENG_CHECK(absl::get<CallHead>(read).method != nullptr);
  }
}

void ReadJson(absl::string_view text) {
  const auto& type =
      *yuheng::ingestion::v1::ReturnSubmissionRequest::descriptor();
  const auto bytes = Decode(Codec::kJson, type, std::string(text));
  if (!bytes.ok()) return;
  const auto json = Encode(Codec::kJson, type, *bytes);
  YUHENG_CHECK(json.ok());
  const auto again = Decode(Codec::kJson, type, *json);
  YUHENG_CHECK(again.ok() && *again == *bytes);
}

void ReadBody(absl::string_view body, size_t piece_size) {
  yuheng::gateway::EnvelopeReader reader(kEnvelopeMax);
  while (!body.empty()) {
    const size_t size = std::min(piece_size, body.size());
    reader.Append(body.substr(0, size));
    body.remove_prefix(size);
    for (;;) {
      const auto next = reader.Next();
      if (!next.ok()) return;
      if (!next->has_value()) break;
      YUHENG_CHECK((*next)->size() <= kEnvelopeMax);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const absl::string_view rest(reinterpret_cast<const char*>(data + 1),
                               size - 1);
  switch (data[0]) {
    case 0:
      ReadHead({.method = "GET", .target = rest});
      break;
    case 1:
      ReadHead({.method = "POST",
                .target = "/yuheng.ingestion.v1.IngestionService/GetDocument",
                .content_type = rest});
      ReadHead({.method = "POST",
                .target = "/yuheng.ingestion.v1.IngestionService/GetDocument",
                .content_type = "application/json",
                .timeout_ms = rest});
      break;
    case 2:
      ReadJson(rest);
      break;
    case 3:
      yuheng::gateway::ErrorJson({.code = absl::StatusCode::kInternal,
                                  .message = std::string(rest),
                                  .details = std::string(rest)});
      break;
    default:
      ReadBody(rest, data[0]);
  }
  return 0;
}
