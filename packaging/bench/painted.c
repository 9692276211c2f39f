// For packaging/bench/startup: starts a program and measures the time until its window shows something to use.
//
//   painted TITLE COLOURS SECONDS COMMAND...
//
// Prints two figures: seconds from exec to the first frame, and the CPU seconds (user and system) of the program and its children at that moment.
// A frame counts if a visible window of at least 600x400 pixels, whose title contains TITLE, shows at least COLOURS different colours: a window
// that is mapped but not drawn yet shows a handful, one with smoothed text dozens. The screen is looked at every 10 ms, in 60 of the window's
// rows. Splash screens are smaller or are called otherwise. The program is then ended; it runs in a session of its own, and only that is ended.
// Exits with 3 if no such frame is seen within SECONDS or the program ends before.
#define _GNU_SOURCE
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 60, LEAST_WIDTH = 600, LEAST_HEIGHT = 400 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void pause_ms(int ms) {
    struct timespec t = {.tv_nsec = ms * 1000000L};
    nanosleep(&t, NULL);
}

// A window may go away while it is looked at.
static int ignore(Display *display, XErrorEvent *event) {
    (void)display, (void)event;
    return 0;
}

static int different_colours(Display *display, Window root, int x, int y, int width, int height) {
    static uint8_t seen[1 << 21];
    memset(seen, 0, sizeof seen);
    int count = 0;
    for (int row = 0; row < ROWS; row++) {
        XImage *line = XGetImage(display, root, x, y + (int)((row + 0.5) * height / ROWS), width, 1, AllPlanes, ZPixmap);
        if (!line) return 0;
        for (int i = 0; i < width; i++) {
            unsigned long colour = XGetPixel(line, i, 0) & 0xffffff;
            if (!(seen[colour >> 3] >> (colour & 7) & 1)) {
                seen[colour >> 3] |= 1 << (colour & 7);
                count++;
            }
        }
        XDestroyImage(line);
    }
    return count;
}

static int is_titled(Display *display, Window window, const char *title) {
    char *name = NULL;
    int found = XFetchName(display, window, &name) && name && strstr(name, title);
    if (name) XFree(name);
    return found;
}

// Whether a window below this one, at most two levels down, shows the frame.
static int shows(Display *display, Window root, Window parent, const char *title, int colours, int depth) {
    Window ignored, *children = NULL;
    unsigned count = 0;
    int found = 0;
    if (!XQueryTree(display, parent, &ignored, &ignored, &children, &count)) return 0;
    for (unsigned i = 0; i < count && !found; i++) {
        XWindowAttributes a;
        if (!XGetWindowAttributes(display, children[i], &a) || a.map_state != IsViewable) continue;
        if (a.width >= LEAST_WIDTH && a.height >= LEAST_HEIGHT && is_titled(display, children[i], title)) {
            int x, y, screen_width = DisplayWidth(display, 0), screen_height = DisplayHeight(display, 0);
            XTranslateCoordinates(display, children[i], root, 0, 0, &x, &y, &ignored);
            int left = x < 0 ? 0 : x, top = y < 0 ? 0 : y;
            int right = x + a.width > screen_width ? screen_width : x + a.width, bottom = y + a.height > screen_height ? screen_height : y + a.height;
            found = right > left && bottom > top && different_colours(display, root, left, top, right - left, bottom - top) >= colours;
        }
        if (!found && depth > 0) found = shows(display, root, children[i], title, colours, depth - 1);
    }
    if (children) XFree(children);
    return found;
}

// The processes of a session: sends each a signal (0: none), adds up their CPU seconds, and returns how many there are.
static int session(pid_t id, int with, double *cpu) {
    DIR *all = opendir("/proc");
    int count = 0;
    *cpu = 0;
    for (struct dirent *each; (each = readdir(all));) {
        if (!isdigit((unsigned char)each->d_name[0])) continue;
        char path[300], text[2048];
        snprintf(path, sizeof path, "/proc/%s/stat", each->d_name);
        FILE *file = fopen(path, "r");
        if (!file) continue;
        size_t length = fread(text, 1, sizeof text - 1, file);
        fclose(file);
        text[length] = 0;
        char *after = strrchr(text, ')');
        char state;
        int own;
        unsigned long user, system;
        long children_user, children_system;
        if (!after || sscanf(after + 2, "%c %*d %*d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu %ld %ld", &state, &own, &user, &system, &children_user, &children_system) != 6) continue;
        if (own != id) continue;
        *cpu += (double)(user + system + children_user + children_system) / sysconf(_SC_CLK_TCK);
        if (state == 'Z') continue;
        count++;
        if (with) kill(atoi(each->d_name), with);
    }
    closedir(all);
    return count;
}

static void end(pid_t id) {
    double ignored;
    for (int i = 0; i < 1500; i++) {
        // Asked to end first; by force after 12 seconds.
        int left = session(id, i == 0 ? SIGTERM : i > 1200 ? SIGKILL : 0, &ignored);
        while (waitpid(-1, NULL, WNOHANG) > 0) {}
        if (!left) return;
        pause_ms(10);
    }
}

int main(int count, char **arguments) {
    if (count < 5) {
        fprintf(stderr, "usage: painted TITLE COLOURS SECONDS COMMAND...\n");
        return 2;
    }
    Display *display = XOpenDisplay(NULL);
    if (!display) {
        fprintf(stderr, "painted: no display\n");
        return 2;
    }
    XSetErrorHandler(ignore);
    // The window of the start before, which the X server has not taken away yet.
    while (shows(display, DefaultRootWindow(display), DefaultRootWindow(display), arguments[1], 0, 1)) pause_ms(10);
    // Closed when the child has become the command: from then on its session can be looked for.
    int until_exec[2];
    if (pipe2(until_exec, O_CLOEXEC) != 0) return 2;
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        close(ConnectionNumber(display));
        setsid();
        // What it says is not mixed with the figures.
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execvp(arguments[4], arguments + 4);
        perror(arguments[4]);
        _exit(127);
    }
    close(until_exec[1]);
    char none;
    while (read(until_exec[0], &none, 1) > 0) {}
    double seconds = atof(arguments[3]), cpu = 0;
    int found = 0;
    while (!found && now() - start < seconds) {
        found = shows(display, DefaultRootWindow(display), DefaultRootWindow(display), arguments[1], atoi(arguments[2]), 1);
        if (found) {
            double elapsed = now() - start;
            session(child, 0, &cpu);
            printf("%.3f %.2f\n", elapsed, cpu);
        } else if (!session(child, 0, &cpu)) {
            break;
        } else {
            pause_ms(10);
        }
    }
    end(child);
    return found ? 0 : 3;
}
