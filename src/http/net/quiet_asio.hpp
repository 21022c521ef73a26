// Include before Asio. With a sanitizer gcc 12 says things about Asio's headers where nothing is
// wrong: it inlines only one half of the allocation of coroutine frames and takes the halves for
// strangers, and ThreadSanitizer does not model the fences around handlers (the queues they pass
// through are guarded by mutexes as well).
#pragma once

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#pragma GCC diagnostic ignored "-Wtsan"
#endif
