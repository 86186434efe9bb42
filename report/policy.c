#include "policy.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>

void
policy_hash(struct buf *b, struct str s)
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char base64[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
    sha256_init(&ctx);
    sha256_update(&ctx, s.len, (const uint8_t *)s.p);
    sha256_digest(&ctx, sizeof digest, digest);
    base64_encode_raw(base64, sizeof digest, digest);
    buf_z(b, "'sha256-");
    buf_add(b, base64, sizeof base64);
    buf_char(b, '\'');
}
