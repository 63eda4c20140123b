// yuheng-document-reader: forks a process for each document, which reads it
// from its standard input and says on its standard output what it holds.
// Started by yuheng-ingestion; see fork_server.h and document_reading.proto.
#include <iostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/budget/document.h"
#include "services/budget/document_codec.h"
#include "services/budget/embedded_file.h"
#include "services/budget/table_shape.h"
#include "services/ingestion/formats/document_reader.h"
#include "services/ingestion/isolation/confinement.h"
#include "services/ingestion/isolation/fork_server.h"
#include "services/rpc/reason.h"
#include "yuheng/ingestion/v1/document_reading.pb.h"

namespace yuheng::ingestion::known_document {
absl::Span<const EmbeddedFile> Files();
}  // namespace yuheng::ingestion::known_document

namespace {

namespace ingestion = yuheng::ingestion;

constexpr int kExitNoRequest = 2;

absl::StatusOr<yuheng::budget::Document> Read(
    const ingestion::v1::DocumentReadingRequest& request) {
  const auto form = ingestion::FindPrintedForm(request.form());
  if (!form.ok()) return form.status();
  return ingestion::ReadDocument(yuheng::budget::StandardForm(),
                                 request.content(),
                                 {.file_name = request.file_name(),
                                  .size_bytes_max = request.size_bytes_max(),
                                  .printed_form = *form});
}

bool Confine() {
#ifdef __SANITIZE_ADDRESS__  // Which looks for leaks with a thread.
  return true;
#else
  return ingestion::Confine();
#endif
}

int ReadOne() {
  ingestion::v1::DocumentReadingRequest request;
  if (!request.ParseFromIstream(&std::cin)) return kExitNoRequest;
  const absl::StatusOr<yuheng::budget::Document> document = Read(request);
  ingestion::v1::DocumentReadingResponse response;
  if (document.ok()) {
    yuheng::budget::DocumentToProto(*document, response.mutable_document());
  } else {
    const yuheng::rpc::ErrorDetails details =
        yuheng::rpc::DetailsOf(document.status());
    response.mutable_refusal()->set_reason(details.reason_name);
    response.mutable_refusal()->set_zh(details.zh);
    response.mutable_refusal()->set_en(details.en);
  }
  const bool said = response.SerializeToOstream(&std::cout);
  std::cout.flush();
  return said && std::cout ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  // What readers load and build when they first need it is done before, not by
  // each: a known document is read.
  ingestion::v1::DocumentReadingRequest known;
  known.set_content(std::string(ingestion::known_document::Files()[0].content));
  known.set_size_bytes_max(ingestion::kDocumentSizeBytesMax);
  if (!Read(known).ok()) return kExitNoRequest;
  return ingestion::ServeReadings(argc, argv, Confine, ReadOne);
}
