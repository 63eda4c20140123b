#include "services/gateway/upstream/certificate_names.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace yuheng::gateway {
namespace {

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

std::string CommonNameOf(X509* certificate) {
  char name[256] = {};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
                            name, sizeof name);
  return name;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> CertificateNames(
    const std::string& path) {
  const std::unique_ptr<BIO, Free<BIO_free>> file(
      BIO_new_file(path.c_str(), "r"));
  const std::unique_ptr<X509, Free<X509_free>> certificate(
      file == nullptr
          ? nullptr
          : PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr));
  if (certificate == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is no certificate that can be read"));
  }
  std::vector<std::string> names;
  const std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>> alternatives(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
          certificate.get(), NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; i < sk_GENERAL_NAME_num(alternatives.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(alternatives.get(), i);
    if (name->type != GEN_DNS) continue;
    names.emplace_back(
        reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName)),
        static_cast<size_t>(ASN1_STRING_length(name->d.dNSName)));
  }
  if (names.empty()) names.push_back(CommonNameOf(certificate.get()));
  return names;
}

}  // namespace yuheng::gateway
