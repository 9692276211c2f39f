// For packaging/bench/load-timing: a server that records the arrival time of each request, and a sender that busy-waits.
//
//   stamp serve PORT FILE     HTTP/1.1 keep-alive on loopback, one epoll loop; writes one line per request to FILE: arrival and answer time, ns
//   stamp send PORT RATE N    N requests at a constant rate on one connection, sent by busy-waiting; prints nothing
//
// Times are CLOCK_MONOTONIC.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 2000000 };
static int64_t arrived[MOST], answered[MOST];
static int count;
static volatile sig_atomic_t ended;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void end(int signal) {
    (void)signal;
    ended = 1;
}

static struct sockaddr_in loopback(int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return a;
}

static int serve(int port, const char *file) {
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0), poll = epoll_create1(0);
    struct sockaddr_in address = loopback(port);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024)) {
        perror("bind");
        return 2;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[64];
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    struct sigaction act = {.sa_handler = end};
    sigaction(SIGTERM, &act, NULL);
    char bytes[65536];
    while (!ended) {
        int n = epoll_wait(poll, events, 64, 1000);
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) {
                event.data.fd = accept(listener, NULL, NULL);
                setsockopt(event.data.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                epoll_ctl(poll, EPOLL_CTL_ADD, event.data.fd, &event);
                continue;
            }
            ssize_t got = read(fd, bytes, sizeof bytes);
            int64_t at = now();
            if (got <= 0) {
                close(fd);
                continue;
            }
            // Requests are small and have no body: each ends with an empty line.
            for (char *end = memmem(bytes, got, "\r\n\r\n", 4); end; end = memmem(end + 4, bytes + got - end - 4, "\r\n\r\n", 4)) {
                if (count < MOST) {
                    arrived[count] = at;
                }
                if (write(fd, answer, sizeof answer - 1) < 0) {
                    break;
                }
                if (count < MOST) {
                    answered[count++] = now();
                }
            }
        }
    }
    FILE *out = fopen(file, "w");
    for (int i = 0; i < count; i++) {
        fprintf(out, "%lld %lld\n", (long long)arrived[i], (long long)answered[i]);
    }
    return fclose(out);
}

static int sendAll(int port, double rate, int n) {
    static const char request[] = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = loopback(port);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) {
        perror("connect");
        return 2;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    char bytes[65536];
    int64_t start = now() + 10000000;
    for (int i = 0; i < n; i++) {
        int64_t due = start + (int64_t)(i * 1e9 / rate);
        while (now() < due) {
        }
        if (write(fd, request, sizeof request - 1) < 0) {
            perror("write");
            return 1;
        }
        while (read(fd, bytes, sizeof bytes) > 0) {
        }
    }
    usleep(100000);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 4 && !strcmp(argv[1], "serve")) {
        return serve(atoi(argv[2]), argv[3]);
    }
    if (argc == 5 && !strcmp(argv[1], "send")) {
        return sendAll(atoi(argv[2]), atof(argv[3]), atoi(argv[4]));
    }
    fprintf(stderr, "stamp serve PORT FILE | stamp send PORT RATE N\n");
    return 2;
}
