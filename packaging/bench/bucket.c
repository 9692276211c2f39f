// A server of known capacity (a token bucket), for packaging/bench/find-max. Each request needs a token. If there is one, it is answered at
// once, otherwise it waits in a queue. RATE tokens are added per second, and at most BURST are stored.
//
//   bucket PORT RATE BURST     HTTP/1.1 keep-alive on loopback, one epoll loop
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1 << 20 };
static int waiting[MOST];
static int64_t release[MOST];
static int64_t head, tail;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void answer(int fd) {
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    if (write(fd, text, sizeof text - 1) < 0) {
        close(fd);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "bucket PORT RATE BURST\n");
        return 2;
    }
    double gap = 1e9 / atof(argv[2]), burst = atof(argv[3]);
    // The time at which the bucket is empty: in the future if tokens are owed, in the past if tokens are stored.
    double empty = now() - burst * gap;
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024)) {
        perror("bind");
        return 2;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[64];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    char bytes[65536];
    for (;;) {
        int64_t wait = head == tail ? 1000000000LL : release[head % MOST] - now();
        struct timespec timeout = {.tv_sec = wait > 0 ? wait / 1000000000LL : 0, .tv_nsec = wait > 0 ? wait % 1000000000LL : 0};
        int n = epoll_pwait2(poll, events, 64, &timeout, NULL);
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            ssize_t got = read(fd, bytes, sizeof bytes);
            if (got <= 0) {
                close(fd);
                continue;
            }
            // Requests are small, have no body, and there is only one at a time on a connection.
            int64_t at = now();
            empty = (empty < at - burst * gap ? at - burst * gap : empty) + gap;
            waiting[tail % MOST] = fd;
            release[tail++ % MOST] = empty > at ? (int64_t)empty : at;
        }
        while (head < tail && release[head % MOST] <= now()) {
            answer(waiting[head++ % MOST]);
        }
    }
}
