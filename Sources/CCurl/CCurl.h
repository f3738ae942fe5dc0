/* libcurl for Swift, which cannot call functions with a variable list of arguments: one function a type of value. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

static inline CURLcode reckon_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reckon_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reckon_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reckon_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reckon_curl_set_callback(CURL *handle, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reckon_curl_get_number(CURL *handle, CURLINFO name, long *value) {
    return curl_easy_getinfo(handle, name, value);
}

static inline CURLcode reckon_curl_get_size(CURL *handle, CURLINFO name, curl_off_t *value) {
    return curl_easy_getinfo(handle, name, value);
}
