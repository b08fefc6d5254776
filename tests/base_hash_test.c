/*
 * base_hash_test.c -- SHA-256 against the examples of FIPS 180-4, and the fast
 * hash: the same for ever, and spread well.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

static void
digest_text(const void *data, size_t size, size_t piece, char out[65])
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *at = data;
    unsigned char digest[32];
    loy__sha256 hash;
    size_t i;

    loy__sha256_init(&hash);
    while (size > 0) {
        size_t take = piece < size ? piece : size;

        loy__sha256_add(&hash, at, take);
        at += take;
        size -= take;
    }
    loy__sha256_finish(&hash, digest);
    for (i = 0; i < 32; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[64] = '\0';
}

static const struct sha_row {
    const char *name;
    const char *text;
    size_t repeat;
    const char *digest;
} sha_rows[] = {
    {"empty", "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"two blocks", "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"a million times a", "a", 1000000,
     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

static void
sha256_of_the_standard(void **state)
{
    const struct sha_row *row = *state;
    size_t length = strlen(row->text);
    char *data = malloc(length * row->repeat + 1);
    char got[65];
    size_t i;

    assert_non_null(data);
    for (i = 0; i < row->repeat; i++)
        memcpy(data + i * length, row->text, length);
    digest_text(data, length * row->repeat, SIZE_MAX, got);
    assert_string_equal(got, row->digest);
    digest_text(data, length * row->repeat, 63, got);
    assert_string_equal(got, row->digest);
    free(data);
}

/* Around the borders of blocks, in pieces of any size. */
static void
pieces_make_no_difference(void **state)
{
    char data[200];
    char whole[65];
    char pieces[65];
    size_t size;
    size_t piece;

    (void)state;
    memset(data, 'x', sizeof(data));
    for (size = 0; size <= sizeof(data); size++) {
        digest_text(data, size, SIZE_MAX, whole);
        for (piece = 1; piece < 70; piece += 4) {
            digest_text(data, size, piece, pieces);
            assert_string_equal(pieces, whole);
        }
    }
}

/* Stored checksums and event digests depend on these. */
static const struct fixed_row {
    const char *name;
    size_t size; /* of the bytes 0, 1, 2, ... */
    uint64_t seed;
    uint64_t hash;
} fixed_rows[] = {
    {"nothing", 0, 0, UINT64_C(0xf3fad0906e1958b5)},
    {"1 byte", 1, 0, UINT64_C(0x3ab1180f4d348c28)},
    {"3 bytes", 3, 0, UINT64_C(0x48f50ca1ff97f2f3)},
    {"4 bytes", 4, 0, UINT64_C(0x8fdd2193c0f6927f)},
    {"7 bytes", 7, 0, UINT64_C(0x50f7fb5422503a7a)},
    {"8 bytes", 8, 0, UINT64_C(0x1b007384f508292d)},
    {"9 bytes", 9, 0, UINT64_C(0x7db867bd74817098)},
    {"31 bytes", 31, 0, UINT64_C(0xbf7c2572708e701b)},
    {"32 bytes", 32, 0, UINT64_C(0x91609a21b89c0d77)},
    {"100 bytes", 100, 0, UINT64_C(0xa8eee437b1a3fbc6)},
    {"250 bytes, seed 1", 250, 1, UINT64_C(0xdc1f59b6f21371c5)},
};

static void
hashes_never_change(void **state)
{
    const struct fixed_row *row = *state;
    unsigned char buffer[260];
    size_t shift;
    size_t i;

    for (shift = 0; shift < 9; shift++) { /* nor with the alignment */
        for (i = 0; i < row->size; i++)
            buffer[shift + i] = (unsigned char)i;
        if (loy__hash(buffer + shift, row->size, row->seed) != row->hash)
            fail_msg("UINT64_C(0x%016llx)",
                     (unsigned long long)loy__hash(buffer + shift, row->size, row->seed));
    }
}

static int
compare_words(const void *a, const void *b)
{
    uint64_t x;
    uint64_t y;

    memcpy(&x, a, sizeof(x));
    memcpy(&y, b, sizeof(y));
    return x < y ? -1 : x > y;
}

/* Any changed bit, any other length, any other seed: another hash. */
static void
neighbours_do_not_collide(void **state)
{
    enum { LARGEST = 72 };
    static uint64_t hashes[(LARGEST + 1) * (LARGEST * 8 + 2)];
    unsigned char data[LARGEST];
    size_t count = 0;
    size_t size;
    size_t bit;
    size_t i;

    (void)state;
    memset(data, 0, sizeof(data));
    for (size = 0; size <= LARGEST; size++) {
        hashes[count++] = loy__hash(data, size, 0);
        hashes[count++] = loy__hash(data, size, 1);
        for (bit = 0; bit < size * 8; bit++) {
            data[bit / 8] ^= (unsigned char)(1 << bit % 8);
            hashes[count++] = loy__hash(data, size, 0);
            data[bit / 8] ^= (unsigned char)(1 << bit % 8);
        }
    }
    qsort(hashes, count, sizeof(hashes[0]), compare_words);
    for (i = 1; i < count; i++)
        assert_true(hashes[i] != hashes[i - 1]);
}

/* Texts of one size under 8 bytes: the map does not compare them again. */
static void
short_texts_never_collide(void **state)
{
    static uint64_t hashes[65536];
    size_t size;
    size_t i;

    (void)state;
    for (size = 2; size < 8; size++) {
        for (i = 0; i < 65536; i++) { /* two bytes that change, wherever they are */
            unsigned char data[8] = "abcdefg";

            data[0] = (unsigned char)i;
            data[size / 2] = (unsigned char)(i >> 8);
            hashes[i] = loy__hash(data, size, 7);
        }
        qsort(hashes, 65536, sizeof(hashes[0]), compare_words);
        for (i = 1; i < 65536; i++)
            assert_true(hashes[i] != hashes[i - 1]);
    }
}

/* A changed input bit turns about half of the output bits. */
static void
changes_spread(void **state)
{
    static const size_t sizes[] = {1, 5, 8, 12, 24, 40, 96, 200};
    uint64_t seed = 10;
    size_t k;

    (void)state;
    for (k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
        long turned[64] = {0};
        long trials = 4000;
        long i;
        int out;

        for (i = 0; i < trials; i++) {
            unsigned char data[200];
            size_t bit = (size_t)random_kit_below(&seed, sizes[k] * 8);
            uint64_t difference;
            size_t b;

            for (b = 0; b < sizes[k]; b++)
                data[b] = (unsigned char)random_kit_next(&seed);
            difference = loy__hash(data, sizes[k], 0);
            data[bit / 8] ^= (unsigned char)(1 << bit % 8);
            difference ^= loy__hash(data, sizes[k], 0);
            for (out = 0; out < 64; out++)
                turned[out] += (long)(difference >> out & 1);
        }
        for (out = 0; out < 64; out++) /* six standard deviations of chance */
            assert_in_range(turned[out], trials / 2 - 190, trials / 2 + 190);
    }
}

/* Customer ids are counted up: they fill a table evenly all the same. */
static void
counted_ids_fill_a_table_evenly(void **state)
{
    enum { SLOTS = 1024, EACH = 64 };
    static unsigned load[2][SLOTS];
    unsigned i;

    (void)state;
    memset(load, 0, sizeof(load));
    for (i = 0; i < SLOTS * EACH; i++) {
        char id[9] = "c0000000";
        unsigned rest = i;
        int at;
        uint64_t hash;

        for (at = 7; rest > 0; at--, rest /= 10)
            id[at] = (char)('0' + rest % 10);
        hash = loy__hash(id, 8, 0);
        load[0][hash % SLOTS]++;
        load[1][hash >> 54]++;
    }
    for (i = 0; i < SLOTS; i++) { /* 64 expected, deviation 8 */
        assert_in_range(load[0][i], 16, 112);
        assert_in_range(load[1][i], 16, 112);
    }
}

static void
words_are_mixed_in_order(void **state)
{
    (void)state;
    assert_true(loy__hash_word(loy__hash_word(0, 1), 2) != loy__hash_word(loy__hash_word(0, 2), 1));
    assert_true(loy__hash_word(0, 1) != loy__hash_word(1, 0));
    assert_true(loy__hash_word(7, 0) != 7);
}

/* Of a record: each bit, each length, the seed, and where a word stands. */
static void
checksums_notice_changes(void **state)
{
    enum { SIZE = 100 };
    unsigned char data[SIZE], other[SIZE];
    uint64_t seed = 3, right;
    size_t i, k;

    (void)state;
    for (i = 0; i < SIZE; i++)
        data[i] = (unsigned char)random_kit_next(&seed);
    right = loy__checksum(data, SIZE, 5);
    assert_true(loy__checksum(data, SIZE, 6) != right);
    for (i = 0; i < SIZE; i++)
        assert_true(loy__checksum(data, i, 5) != right);
    for (i = 0; i < SIZE * 8; i++) {
        memcpy(other, data, SIZE);
        other[i / 8] ^= (unsigned char)(1 << i % 8);
        assert_true(loy__checksum(other, SIZE, 5) != right);
    }
    for (i = 0; i + 8 <= SIZE; i += 8)
        for (k = i + 8; k + 8 <= SIZE; k += 8) {
            memcpy(other, data, SIZE);
            memcpy(other + i, data + k, 8);
            memcpy(other + k, data + i, 8);
            assert_true(loy__checksum(other, SIZE, 5) != right);
        }
}

static void
checksums_never_change(void **state)
{
    unsigned char data[100];
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(data); i++)
        data[i] = (unsigned char)i;
    assert_true(loy__checksum(data, 0, 0) == UINT64_C(0xbf58c710046f3feb));
    assert_true(loy__checksum(data, 64, 0) == UINT64_C(0xa330dcb603e18e22));
    assert_true(loy__checksum(data, 100, 1) == UINT64_C(0xd6995112b774b426));
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, sha256_of_the_standard, sha_rows);
    TABLE_KIT_ROWS(&kit, hashes_never_change, fixed_rows);
    table_kit_test(&kit, "pieces make no difference", pieces_make_no_difference);
    table_kit_test(&kit, "neighbours do not collide", neighbours_do_not_collide);
    table_kit_test(&kit, "short texts never collide", short_texts_never_collide);
    table_kit_test(&kit, "changes spread", changes_spread);
    table_kit_test(&kit, "counted ids fill a table evenly", counted_ids_fill_a_table_evenly);
    table_kit_test(&kit, "checksums notice changes", checksums_notice_changes);
    table_kit_test(&kit, "checksums never change", checksums_never_change);
    table_kit_test(&kit, "words are mixed in order", words_are_mixed_in_order);
    return table_kit_run(&kit, "hash");
}
