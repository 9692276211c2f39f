/*
 * A stand-in for libnvidia-ml.so.1: the same names, arguments and structures as in NVIDIA's nvml.h, and figures from a text file that lies
 * beside the library and has its name with ".devices" at the end.
 *
 * A line of the file is "key value"; a key is "system.x" or "0.x" for GPU 0 or "0.mig.1.x" for place 1 of GPU 0's instances. A figure
 * without a line is NVML_ERROR_NOT_SUPPORTED. The file is read again whenever it changes, so devices come and go while the library is
 * open. Faults:
 *   0.lost 1                   every call of the GPU says NVML_ERROR_GPU_IS_LOST
 *   0.code.nvmlDeviceGetX 4    that call of the GPU gives this result ("system.code.nvmlInit_v2 9" for one without a GPU)
 *   0.hang.nvmlDeviceGetX 1    that call does not return while the line is there
 *   0.ones 1                   unknown values: all bits of every figure are ones
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef int nvmlReturn_t;
typedef struct nvmlDevice_st *nvmlDevice_t;
typedef unsigned int uint;
typedef unsigned long long ull;

enum { OK = 0, INVALID = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, SMALL = 7, TIMEOUT = 10, LOST = 15, VERSION = 25 };

/* A handle is a place, as in the real library. */
struct nvmlDevice_st { char prefix[32]; int gpu, mig; };

#define GPUS 64
#define MIGS 8
static struct nvmlDevice_st handles[GPUS][MIGS + 1];

/* ---- the device file ---- */
typedef struct { char *key, *value; } entry;
static entry *entries;
static size_t count;
static char *text;
static struct stat seen;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int order(const void *a, const void *b) { return strcmp(((const entry *)a)->key, ((const entry *)b)->key); }

static const char *path(void) {
  static char file[4096];
  if (!file[0]) {
    Dl_info info;
    dladdr((void *)path, &info);
    snprintf(file, sizeof file, "%s.devices", info.dli_fname);
  }
  return file;
}

static void reload(void) {
  struct stat now;
  if (stat(path(), &now) != 0) { count = 0; return; }
  if (now.st_ino == seen.st_ino && now.st_size == seen.st_size && now.st_mtim.tv_sec == seen.st_mtim.tv_sec &&
      now.st_mtim.tv_nsec == seen.st_mtim.tv_nsec) return;
  FILE *f = fopen(path(), "r");
  if (!f) return;
  seen = now;
  free(text);
  free(entries);
  text = malloc(now.st_size + 1);
  text[fread(text, 1, now.st_size, f)] = 0;
  fclose(f);
  size_t lines = 1;
  for (char *c = text; *c; c++) lines += *c == '\n';
  entries = malloc(lines * sizeof *entries);
  count = 0;
  for (char *save, *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
    char *blank = strchr(line, ' ');
    if (*line == '#' || !blank) continue;
    *blank = 0;
    entries[count++] = (entry){line, blank + 1};
  }
  qsort(entries, count, sizeof *entries, order);
}

/* The value of a key, copied; 0 if there is none. */
static int get(char *out, size_t room, const char *format, ...) {
  char key[256];
  va_list rest;
  va_start(rest, format);
  vsnprintf(key, sizeof key, format, rest);
  va_end(rest);
  pthread_mutex_lock(&lock);
  reload();
  entry wanted = {key, NULL};
  entry *found = count ? bsearch(&wanted, entries, count, sizeof *entries, order) : NULL;
  if (found) snprintf(out, room, "%s", found->value);
  pthread_mutex_unlock(&lock);
  return found != NULL;
}

static int number(double *out, const char *prefix, const char *name) {
  char value[64];
  if (!get(value, sizeof value, "%s.%s", prefix, name)) return 0;
  *out = strtod(value, NULL);
  return 1;
}

/* What a call gives before its figure is looked up: a fault, or OK. */
static nvmlReturn_t fault(const char *prefix, const char *function) {
  char value[64];
  while (get(value, sizeof value, "%s.hang.%s", prefix, function)) usleep(5000);
  if (get(value, sizeof value, "%s.code.%s", prefix, function)) return atoi(value);
  return OK;
}

static nvmlReturn_t check(nvmlDevice_t device, const char *function) {
  char value[64], gpu[16];
  if (!device) return INVALID;
  snprintf(gpu, sizeof gpu, "%d", device->gpu);
  if (get(value, sizeof value, "%s.lost", gpu)) return LOST;
  if (device->mig >= 0) {
    nvmlReturn_t ofGpu = fault(gpu, function);
    if (ofGpu != OK) return ofGpu;
  }
  return fault(device->prefix, function);
}

static int ones(nvmlDevice_t device) {
  char value[8];
  return get(value, sizeof value, "%d.ones", device->gpu);
}

static nvmlReturn_t asUint(nvmlDevice_t device, const char *function, const char *name, uint *out) {
  double value;
  nvmlReturn_t code = check(device, function);
  if (code != OK) return code;
  if (!out) return INVALID;
  if (!number(&value, device->prefix, name)) return NOT_SUPPORTED;
  *out = ones(device) ? 0xFFFFFFFFu : (uint)(long long)value;
  return OK;
}

static nvmlReturn_t asLong(nvmlDevice_t device, const char *function, const char *name, ull *out) {
  double value;
  nvmlReturn_t code = check(device, function);
  if (code != OK) return code;
  if (!out) return INVALID;
  if (!number(&value, device->prefix, name)) return NOT_SUPPORTED;
  *out = ones(device) ? ~0ULL : (ull)value;
  return OK;
}

static nvmlReturn_t asText(nvmlDevice_t device, const char *function, const char *name, char *out, uint room) {
  char value[256];
  nvmlReturn_t code = check(device, function);
  if (code != OK) return code;
  if (!get(value, sizeof value, "%s.%s", device->prefix, name)) return NOT_SUPPORTED;
  if (strlen(value) + 1 > room) return SMALL;
  strcpy(out, value);
  return OK;
}

static nvmlReturn_t systemText(const char *function, const char *name, char *out, uint room) {
  char value[256];
  nvmlReturn_t code = fault("system", function);
  if (code != OK) return code;
  if (!get(value, sizeof value, "system.%s", name)) return NOT_SUPPORTED;
  if (strlen(value) + 1 > room) return SMALL;
  strcpy(out, value);
  return OK;
}

/* ---- the library ---- */
nvmlReturn_t nvmlInit_v2(void) { return fault("system", "nvmlInit_v2"); }
nvmlReturn_t nvmlShutdown(void) { return fault("system", "nvmlShutdown"); }
nvmlReturn_t nvmlSystemGetDriverVersion(char *out, uint room) { return systemText("nvmlSystemGetDriverVersion", "driver", out, room); }

nvmlReturn_t nvmlSystemGetCudaDriverVersion_v2(int *out) {
  double value;
  nvmlReturn_t code = fault("system", "nvmlSystemGetCudaDriverVersion_v2");
  if (code != OK) return code;
  if (!number(&value, "system", "cuda")) return NOT_SUPPORTED;
  *out = (int)value;
  return OK;
}

nvmlReturn_t nvmlSystemGetProcessName(uint pid, char *out, uint room) {
  char value[256];
  nvmlReturn_t code = fault("system", "nvmlSystemGetProcessName");
  if (code != OK) return code;
  if (!get(value, sizeof value, "system.process.%u", pid)) return NOT_FOUND;
  snprintf(out, room, "%s", value);
  return OK;
}

nvmlReturn_t nvmlDeviceGetCount_v2(uint *out) {
  double value = 0;
  nvmlReturn_t code = fault("system", "nvmlDeviceGetCount_v2");
  if (code != OK) return code;
  number(&value, "system", "count");
  *out = (uint)value;
  return OK;
}

static nvmlDevice_t handle(int gpu, int mig) {
  nvmlDevice_t device = &handles[gpu][mig + 1];
  if (mig < 0) snprintf(device->prefix, sizeof device->prefix, "%d", gpu);
  else snprintf(device->prefix, sizeof device->prefix, "%d.mig.%d", gpu, mig);
  device->gpu = gpu;
  device->mig = mig;
  return device;
}

nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(uint index, nvmlDevice_t *out) {
  uint all;
  nvmlReturn_t code = nvmlDeviceGetCount_v2(&all);
  if (code != OK) return code;
  if (index >= all || index >= GPUS) return INVALID;
  code = check(handle(index, -1), "nvmlDeviceGetHandleByIndex_v2");
  if (code == OK) *out = handle(index, -1);
  return code;
}

/* ---- what a device is ---- */
nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t d, char *out, uint room) { return asText(d, "nvmlDeviceGetName", "name", out, room); }
nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t d, char *out, uint room) { return asText(d, "nvmlDeviceGetUUID", "uuid", out, room); }
nvmlReturn_t nvmlDeviceGetSerial(nvmlDevice_t d, char *out, uint room) { return asText(d, "nvmlDeviceGetSerial", "serial", out, room); }
nvmlReturn_t nvmlDeviceGetVbiosVersion(nvmlDevice_t d, char *out, uint room) { return asText(d, "nvmlDeviceGetVbiosVersion", "vbios", out, room); }

typedef struct {
  char busIdLegacy[16];
  uint domain, bus, device, pciDeviceId, pciSubSystemId;
  char busId[32];
} nvmlPciInfo_t;

nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t d, nvmlPciInfo_t *out) {
  char bus[64];
  nvmlReturn_t code = asText(d, "nvmlDeviceGetPciInfo_v3", "bus", bus, sizeof bus);
  if (code != OK) return code;
  memset(out, 0, sizeof *out);
  snprintf(out->busId, sizeof out->busId, "%.31s", bus);
  snprintf(out->busIdLegacy, sizeof out->busIdLegacy, "%.15s", strlen(bus) > 15 ? bus + 4 : bus);
  sscanf(bus, "%x:%x:%x", &out->domain, &out->bus, &out->device);
  return OK;
}

#define UINT(function, name) \
  nvmlReturn_t function(nvmlDevice_t d, uint *out) { return asUint(d, #function, name, out); }
#define LONG(function, name) \
  nvmlReturn_t function(nvmlDevice_t d, ull *out) { return asLong(d, #function, name, out); }
/* A figure and the time it was sampled over. */
#define SAMPLED(function, name) \
  nvmlReturn_t function(nvmlDevice_t d, uint *out, uint *period) { *period = 20000; return asUint(d, #function, name, out); }
/* A present and a pending mode. */
#define MODE(function, name) \
  nvmlReturn_t function(nvmlDevice_t d, uint *now, uint *pending) { \
    nvmlReturn_t code = asUint(d, #function, name, now); \
    if (code == OK) *pending = *now; \
    return code; \
  }
/* One of several figures, by their names in the order of the enum. */
#define ONE_OF(function, ...) \
  nvmlReturn_t function(nvmlDevice_t d, int which, uint *out) { \
    static const char *names[] = {__VA_ARGS__}; \
    if (which < 0 || (size_t)which >= sizeof names / sizeof *names) return INVALID; \
    return asUint(d, #function, names[which], out); \
  }

UINT(nvmlDeviceGetArchitecture, "architecture")
UINT(nvmlDeviceGetNumGpuCores, "cores")
MODE(nvmlDeviceGetEccMode, "ecc.mode")
MODE(nvmlDeviceGetMigMode, "mig.mode")

nvmlReturn_t nvmlDeviceGetCudaComputeCapability(nvmlDevice_t d, int *major, int *minor) {
  char value[16];
  nvmlReturn_t code = asText(d, "nvmlDeviceGetCudaComputeCapability", "capability", value, sizeof value);
  if (code == OK) sscanf(value, "%d.%d", major, minor);
  return code;
}

typedef struct { uint multiprocessors, others[7]; ull memorySizeMB; } nvmlDeviceAttributes_t;

nvmlReturn_t nvmlDeviceGetAttributes_v2(nvmlDevice_t d, nvmlDeviceAttributes_t *out) {
  memset(out, 0, sizeof *out);
  return asUint(d, "nvmlDeviceGetAttributes_v2", "multiprocessors", &out->multiprocessors);
}

/* ---- instances ---- */
nvmlReturn_t nvmlDeviceGetMaxMigDeviceCount(nvmlDevice_t d, uint *out) { return asUint(d, "nvmlDeviceGetMaxMigDeviceCount", "mig.most", out); }

nvmlReturn_t nvmlDeviceGetMigDeviceHandleByIndex(nvmlDevice_t d, uint index, nvmlDevice_t *out) {
  char value[128];
  nvmlReturn_t code = check(d, "nvmlDeviceGetMigDeviceHandleByIndex");
  if (code != OK) return code;
  if (index >= MIGS) return INVALID;
  if (!get(value, sizeof value, "%d.mig.%u.uuid", d->gpu, index)) return NOT_FOUND;
  *out = handle(d->gpu, index);
  return OK;
}

nvmlReturn_t nvmlDeviceGetDeviceHandleFromMigDeviceHandle(nvmlDevice_t d, nvmlDevice_t *out) {
  if (!d || d->mig < 0) return INVALID;
  *out = handle(d->gpu, -1);
  return OK;
}

UINT(nvmlDeviceGetGpuInstanceId, "gi")
UINT(nvmlDeviceGetComputeInstanceId, "ci")

/* ---- memory ---- */
typedef struct { ull total, free, used; } nvmlMemory_t;
typedef struct { uint version; ull total, reserved, free, used; } nvmlMemory_v2_t;

/* What the stand-in for CUDA beside this library has allocated on GPU 0. */
static ull allocated(nvmlDevice_t d) {
  char file[4200];
  ull bytes = 0;
  const char *slash = strrchr(path(), '/');
  if (d->gpu != 0 || d->mig >= 0 || !slash || ones(d)) return 0;
  snprintf(file, sizeof file, "%.*s/cuda.used", (int)(slash - path()), path());
  FILE *f = fopen(file, "r");
  if (!f) return 0;
  if (fscanf(f, "%llu", &bytes) != 1) bytes = 0;
  fclose(f);
  return bytes;
}

nvmlReturn_t nvmlDeviceGetMemoryInfo_v2(nvmlDevice_t d, nvmlMemory_v2_t *out) {
  if (!out || out->version != (sizeof *out | 2u << 24)) return VERSION;
  const char *f = "nvmlDeviceGetMemoryInfo_v2";
  nvmlReturn_t code = asLong(d, f, "memory.total", &out->total);
  if (code == OK) code = asLong(d, f, "memory.reserved", &out->reserved);
  if (code == OK) code = asLong(d, f, "memory.free", &out->free);
  if (code == OK) code = asLong(d, f, "memory.used", &out->used);
  if (code == OK) out->used += allocated(d), out->free -= allocated(d);
  return code;
}

nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t d, nvmlMemory_t *out) {
  ull reserved = 0;
  const char *f = "nvmlDeviceGetMemoryInfo";
  nvmlReturn_t code = asLong(d, f, "memory.total", &out->total);
  if (code == OK) code = asLong(d, f, "memory.free", &out->free);
  if (code == OK) code = asLong(d, f, "memory.used", &out->used);
  if (code == OK && asLong(d, f, "memory.reserved", &reserved) == OK && !ones(d)) out->used += reserved;
  return code;
}

nvmlReturn_t nvmlDeviceGetBAR1MemoryInfo(nvmlDevice_t d, nvmlMemory_t *out) {
  const char *f = "nvmlDeviceGetBAR1MemoryInfo";
  nvmlReturn_t code = asLong(d, f, "bar1.total", &out->total);
  if (code == OK) code = asLong(d, f, "bar1.free", &out->free);
  return code == OK ? asLong(d, f, "bar1.used", &out->used) : code;
}

/* ---- figures ---- */
typedef struct { uint gpu, memory; } nvmlUtilization_t;

nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t d, nvmlUtilization_t *out) {
  nvmlReturn_t code = asUint(d, "nvmlDeviceGetUtilizationRates", "util.gpu", &out->gpu);
  return code == OK ? asUint(d, "nvmlDeviceGetUtilizationRates", "util.memory", &out->memory) : code;
}

SAMPLED(nvmlDeviceGetEncoderUtilization, "util.encoder")
SAMPLED(nvmlDeviceGetDecoderUtilization, "util.decoder")
SAMPLED(nvmlDeviceGetJpgUtilization, "util.jpeg")
SAMPLED(nvmlDeviceGetOfaUtilization, "util.ofa")

nvmlReturn_t nvmlDeviceGetEncoderStats(nvmlDevice_t d, uint *sessions, uint *rate, uint *latency) {
  const char *f = "nvmlDeviceGetEncoderStats";
  nvmlReturn_t code = asUint(d, f, "encoder.sessions", sessions);
  if (code == OK) code = asUint(d, f, "encoder.rate", rate);
  return code == OK ? asUint(d, f, "encoder.latency", latency) : code;
}

ONE_OF(nvmlDeviceGetClockInfo, "clock.graphics", "clock.sm", "clock.memory", "clock.video")
ONE_OF(nvmlDeviceGetMaxClockInfo, "clock.max.graphics", "clock.max.sm", "clock.max.memory", "clock.max.video")
UINT(nvmlDeviceGetPerformanceState, "pstate")
ONE_OF(nvmlDeviceGetTemperature, "temperature")
ONE_OF(nvmlDeviceGetTemperatureThreshold, "threshold.shutdown", "threshold.slowdown", "threshold.memory", "threshold.operating",
       "threshold.acoustic.min", "threshold.target", "threshold.acoustic.max")

typedef struct { uint version; int margin; } nvmlMarginTemperature_t;

nvmlReturn_t nvmlDeviceGetMarginTemperature(nvmlDevice_t d, nvmlMarginTemperature_t *out) {
  if (out->version != (sizeof *out | 1u << 24)) return VERSION;
  return asUint(d, "nvmlDeviceGetMarginTemperature", "margin", (uint *)&out->margin);
}

UINT(nvmlDeviceGetNumFans, "fans")
UINT(nvmlDeviceGetFanSpeed, "fan.0")
ONE_OF(nvmlDeviceGetFanSpeed_v2, "fan.0", "fan.1", "fan.2")

typedef struct { uint version, fan, speed; } nvmlFanSpeedInfo_t;

nvmlReturn_t nvmlDeviceGetFanSpeedRPM(nvmlDevice_t d, nvmlFanSpeedInfo_t *out) {
  char name[16];
  if (out->version != (sizeof *out | 1u << 24)) return VERSION;
  snprintf(name, sizeof name, "rpm.%u", out->fan);
  return asUint(d, "nvmlDeviceGetFanSpeedRPM", name, &out->speed);
}

UINT(nvmlDeviceGetPowerUsage, "power")
UINT(nvmlDeviceGetEnforcedPowerLimit, "power.enforced")
UINT(nvmlDeviceGetPowerManagementDefaultLimit, "power.default")
LONG(nvmlDeviceGetTotalEnergyConsumption, "energy")

nvmlReturn_t nvmlDeviceGetPowerManagementLimitConstraints(nvmlDevice_t d, uint *least, uint *most) {
  const char *f = "nvmlDeviceGetPowerManagementLimitConstraints";
  nvmlReturn_t code = asUint(d, f, "power.min", least);
  return code == OK ? asUint(d, f, "power.max", most) : code;
}

UINT(nvmlDeviceGetCurrPcieLinkGeneration, "pcie.generation")
UINT(nvmlDeviceGetCurrPcieLinkWidth, "pcie.width")
UINT(nvmlDeviceGetMaxPcieLinkGeneration, "pcie.max.generation")
UINT(nvmlDeviceGetGpuMaxPcieLinkGeneration, "pcie.device.generation")
UINT(nvmlDeviceGetMaxPcieLinkWidth, "pcie.max.width")
UINT(nvmlDeviceGetPcieReplayCounter, "pcie.replays")
ONE_OF(nvmlDeviceGetPcieThroughput, "pcie.tx", "pcie.rx")

nvmlReturn_t nvmlDeviceGetNvLinkState(nvmlDevice_t d, uint link, uint *out) {
  char name[32];
  snprintf(name, sizeof name, "nvlink.%u", link);
  return asUint(d, "nvmlDeviceGetNvLinkState", name, out);
}

nvmlReturn_t nvmlDeviceGetNvLinkErrorCounter(nvmlDevice_t d, uint link, int kind, ull *out) {
  char name[48];
  snprintf(name, sizeof name, "nvlink.%u.errors.%d", link, kind);
  return asLong(d, "nvmlDeviceGetNvLinkErrorCounter", name, out);
}

/* ---- what can be set ----
 * A set value lasts while the library is loaded, and is written as "0.power.limit 250000" to the file with ".set" at the end, a line a call.
 * A lower-case "0.code.nvmlDeviceSetX 4" refuses it as any other call. */
static struct { int has; uint power, persistence; } set[GPUS];

static void tell(nvmlDevice_t d, const char *format, ...) {
  char file[4200];
  va_list rest;
  snprintf(file, sizeof file, "%.4000s.set", path());
  FILE *f = fopen(file, "a");
  if (!f) return;
  fprintf(f, "%d.", d->gpu);
  va_start(rest, format);
  vfprintf(f, format, rest);
  va_end(rest);
  fputc('\n', f);
  fclose(f);
}

nvmlReturn_t nvmlDeviceSetPowerManagementLimit(nvmlDevice_t d, uint limit) {
  uint least, most;
  nvmlReturn_t code = check(d, "nvmlDeviceSetPowerManagementLimit");
  if (code == OK) code = nvmlDeviceGetPowerManagementLimitConstraints(d, &least, &most);
  if (code != OK) return code;
  if (limit < least || limit > most) return INVALID;
  set[d->gpu].has |= 1;
  set[d->gpu].power = limit;
  tell(d, "power.limit %u", limit);
  return OK;
}

nvmlReturn_t nvmlDeviceSetPersistenceMode(nvmlDevice_t d, uint mode) {
  nvmlReturn_t code = check(d, "nvmlDeviceSetPersistenceMode");
  if (code != OK) return code;
  if (mode > 1) return INVALID;
  set[d->gpu].has |= 2;
  set[d->gpu].persistence = mode;
  tell(d, "persistence %u", mode);
  return OK;
}

nvmlReturn_t nvmlDeviceSetGpuLockedClocks(nvmlDevice_t d, uint least, uint most) {
  nvmlReturn_t code = check(d, "nvmlDeviceSetGpuLockedClocks");
  if (code != OK) return code;
  if (least > most) return INVALID;
  tell(d, "clocks %u %u", least, most);
  return OK;
}

nvmlReturn_t nvmlDeviceResetGpuLockedClocks(nvmlDevice_t d) {
  nvmlReturn_t code = check(d, "nvmlDeviceResetGpuLockedClocks");
  if (code == OK) tell(d, "clocks free");
  return code;
}

nvmlReturn_t nvmlDeviceGetPowerManagementLimit(nvmlDevice_t d, uint *out) {
  nvmlReturn_t code = asUint(d, "nvmlDeviceGetPowerManagementLimit", "power.limit", out);
  if (code == OK && set[d->gpu].has & 1 && !ones(d)) *out = set[d->gpu].power;
  return code;
}

nvmlReturn_t nvmlDeviceGetPersistenceMode(nvmlDevice_t d, uint *out) {
  nvmlReturn_t code = asUint(d, "nvmlDeviceGetPersistenceMode", "persistence", out);
  if (code == OK && set[d->gpu].has & 2 && !ones(d)) *out = set[d->gpu].persistence;
  return code;
}

/* A list's line is "0.clocks.memory 9501 8001" or "0.clocks.graphics 2100 1500 300". */
static nvmlReturn_t list(nvmlDevice_t d, const char *function, const char *name, uint *amount, uint *out) {
  char all[4096], *save = NULL;
  nvmlReturn_t code = check(d, function);
  if (code != OK) return code;
  if (!get(all, sizeof all, "%s.%s", d->prefix, name)) return NOT_SUPPORTED;
  uint found = 0, most = *amount;
  for (char *one = strtok_r(all, " ", &save); one; one = strtok_r(NULL, " ", &save), found++)
    if (out && found < most) out[found] = (uint)strtoul(one, NULL, 10);
  *amount = found;
  return found > most ? SMALL : OK;
}

nvmlReturn_t nvmlDeviceGetSupportedMemoryClocks(nvmlDevice_t d, uint *amount, uint *out) {
  return list(d, "nvmlDeviceGetSupportedMemoryClocks", "clocks.memory", amount, out);
}

nvmlReturn_t nvmlDeviceGetSupportedGraphicsClocks(nvmlDevice_t d, uint memory, uint *amount, uint *out) {
  return memory ? list(d, "nvmlDeviceGetSupportedGraphicsClocks", "clocks.graphics", amount, out) : INVALID;
}

/* ---- errors of memory ---- */
static const char *types[] = {"corrected", "uncorrected"};
static const char *counters[] = {"volatile", "aggregate"};
static const char *places[] = {"l1", "l2", "dram", "register", "texture", "shared", "cbu", "sram"};

nvmlReturn_t nvmlDeviceGetTotalEccErrors(nvmlDevice_t d, uint type, uint counter, ull *out) {
  char name[64];
  if (type > 1 || counter > 1) return INVALID;
  snprintf(name, sizeof name, "ecc.%s.%s.total", counters[counter], types[type]);
  return asLong(d, "nvmlDeviceGetTotalEccErrors", name, out);
}

nvmlReturn_t nvmlDeviceGetMemoryErrorCounter(nvmlDevice_t d, uint type, uint counter, uint place, ull *out) {
  char name[64];
  if (type > 1 || counter > 1 || place > 7) return INVALID;
  snprintf(name, sizeof name, "ecc.%s.%s.%s", counters[counter], types[type], places[place]);
  return asLong(d, "nvmlDeviceGetMemoryErrorCounter", name, out);
}

nvmlReturn_t nvmlDeviceGetRetiredPages(nvmlDevice_t d, uint cause, uint *pages, ull *addresses) {
  uint all, room = *pages;
  nvmlReturn_t code = asUint(d, "nvmlDeviceGetRetiredPages", cause == 0 ? "pages.single" : "pages.double", &all);
  if (code != OK) return code;
  *pages = all;
  if (all > room || (all && !addresses)) return SMALL;
  for (uint i = 0; i < all; i++) addresses[i] = 0x1000ULL * i;
  return OK;
}

UINT(nvmlDeviceGetRetiredPagesPendingStatus, "pages.pending")

nvmlReturn_t nvmlDeviceGetRemappedRows(nvmlDevice_t d, uint *corrected, uint *uncorrected, uint *pending, uint *failed) {
  const char *f = "nvmlDeviceGetRemappedRows";
  nvmlReturn_t code = asUint(d, f, "rows.corrected", corrected);
  if (code == OK) code = asUint(d, f, "rows.uncorrected", uncorrected);
  if (code == OK) code = asUint(d, f, "rows.pending", pending);
  return code == OK ? asUint(d, f, "rows.failed", failed) : code;
}

/* ---- why clocks are low ---- */
LONG(nvmlDeviceGetSupportedClocksEventReasons, "reasons.supported")
LONG(nvmlDeviceGetCurrentClocksEventReasons, "reasons")

typedef struct { ull referenceTime, violationTime; } nvmlViolationTime_t;

nvmlReturn_t nvmlDeviceGetViolationStatus(nvmlDevice_t d, int policy, nvmlViolationTime_t *out) {
  char name[32];
  snprintf(name, sizeof name, "violation.%d", policy);
  out->referenceTime = (ull)time(NULL) * 1000000;
  return asLong(d, "nvmlDeviceGetViolationStatus", name, &out->violationTime);
}

typedef struct {
  uint fieldId, scopeId;
  long long timestamp, latencyUsec;
  int valueType;
  nvmlReturn_t nvmlReturn;
  union { double dVal; int siVal; uint uiVal; unsigned long ulVal; ull ullVal; long long sllVal; } value;
} nvmlFieldValue_t;

/* A field's line is "0.field.ID value" or "0.field.ID.SCOPE value", with a "u", "i" or "d" behind the value for its type. */
nvmlReturn_t nvmlDeviceGetFieldValues(nvmlDevice_t d, int fields, nvmlFieldValue_t *values) {
  nvmlReturn_t code = check(d, "nvmlDeviceGetFieldValues");
  if (code != OK) return code;
  for (int i = 0; i < fields; i++) {
    char value[64];
    int found = values[i].scopeId == 0 ? get(value, sizeof value, "%s.field.%u", d->prefix, values[i].fieldId)
                                       : get(value, sizeof value, "%s.field.%u.%u", d->prefix, values[i].fieldId, values[i].scopeId);
    values[i].nvmlReturn = found ? OK : NOT_SUPPORTED;
    values[i].timestamp = (long long)time(NULL) * 1000000;
    if (!found) continue;
    char type = value[strlen(value) - 1];
    values[i].valueType = type == 'u' ? 1 : type == 'i' ? 5 : type == 'd' ? 0 : 3;
    values[i].value.ullVal = 0;
    if (type == 'u') values[i].value.uiVal = ones(d) ? 0xFFFFFFFFu : (uint)strtoul(value, NULL, 10);
    else if (type == 'i') values[i].value.siVal = atoi(value);
    else if (type == 'd') values[i].value.dVal = strtod(value, NULL);
    else values[i].value.ullVal = ones(d) ? ~0ULL : strtoull(value, NULL, 10);
  }
  return OK;
}

/* ---- processes ---- */
typedef struct { uint pid; ull usedGpuMemory; uint gpuInstanceId, computeInstanceId; } nvmlProcessInfo_t;

/* A list's line is "0.compute PID:BYTES:GI:CI PID:BYTES:GI:CI ..."; -1 where there is no value. */
static nvmlReturn_t processes(nvmlDevice_t d, const char *function, const char *name, uint *amount, nvmlProcessInfo_t *infos) {
  static const size_t room = 1 << 16;
  nvmlReturn_t code = check(d, function);
  if (code != OK) return code;
  char *all = calloc(1, room), *save = NULL;
  uint found = 0, most = *amount;
  if (!get(all, room, "%s.%s", d->prefix, name)) { free(all); *amount = 0; return NOT_SUPPORTED; }
  for (char *one = strtok_r(all, " ", &save); one; one = strtok_r(NULL, " ", &save), found++) {
    long long pid, bytes, gi = -1, ci = -1;
    if (sscanf(one, "%lld:%lld:%lld:%lld", &pid, &bytes, &gi, &ci) < 2) { found--; continue; }
    if (infos && found < most) infos[found] = (nvmlProcessInfo_t){(uint)pid, (ull)bytes, (uint)gi, (uint)ci};
  }
  free(all);
  *amount = found;
  return found > most ? SMALL : OK;
}

nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v3(nvmlDevice_t d, uint *n, nvmlProcessInfo_t *infos) {
  return processes(d, "nvmlDeviceGetComputeRunningProcesses_v3", "compute", n, infos);
}

nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses_v3(nvmlDevice_t d, uint *n, nvmlProcessInfo_t *infos) {
  return processes(d, "nvmlDeviceGetGraphicsRunningProcesses_v3", "graphics", n, infos);
}

nvmlReturn_t nvmlDeviceGetMPSComputeRunningProcesses_v3(nvmlDevice_t d, uint *n, nvmlProcessInfo_t *infos) {
  return processes(d, "nvmlDeviceGetMPSComputeRunningProcesses_v3", "mps", n, infos);
}

/* The form of the first version, 16 bytes an entry. */
typedef struct { uint pid; ull usedGpuMemory; } nvmlProcessInfo_v1_t;

nvmlReturn_t nvmlDeviceGetComputeRunningProcesses(nvmlDevice_t d, uint *n, nvmlProcessInfo_v1_t *infos) {
  uint most = *n;
  nvmlProcessInfo_t *all = calloc(most + 1, sizeof *all);
  nvmlReturn_t code = processes(d, "nvmlDeviceGetComputeRunningProcesses", "compute", n, all);
  for (uint i = 0; code == OK && i < *n; i++) infos[i] = (nvmlProcessInfo_v1_t){all[i].pid, all[i].usedGpuMemory};
  free(all);
  return code;
}

typedef struct { uint pid; ull timeStamp; uint sm, memory, encoder, decoder; } nvmlProcessUtilizationSample_t;

/* A line is "0.samples PID:SM:MEMORY:ENCODER:DECODER ...", sampled just now. */
nvmlReturn_t nvmlDeviceGetProcessUtilization(nvmlDevice_t d, nvmlProcessUtilizationSample_t *samples, uint *amount, ull since) {
  char all[4096], *save = NULL;
  nvmlReturn_t code = check(d, "nvmlDeviceGetProcessUtilization");
  if (code != OK) return code;
  if (!get(all, sizeof all, "%s.samples", d->prefix)) return NOT_SUPPORTED;
  ull now = (ull)time(NULL) * 1000000;
  uint found = 0, most = *amount;
  for (char *one = strtok_r(all, " ", &save); one && now > since; one = strtok_r(NULL, " ", &save), found++) {
    nvmlProcessUtilizationSample_t s = {.timeStamp = now};
    sscanf(one, "%u:%u:%u:%u:%u", &s.pid, &s.sm, &s.memory, &s.encoder, &s.decoder);
    if (samples && found < most) samples[found] = s;
  }
  *amount = found;
  return found == 0 ? NOT_FOUND : found > most || !samples ? SMALL : OK;
}

/* ---- events ---- */
typedef struct nvmlEventSet_st *nvmlEventSet_t;
struct nvmlEventSet_st { char told[GPUS][64]; int wanted[GPUS]; };
typedef struct { nvmlDevice_t device; ull eventType, eventData; uint gpuInstanceId, computeInstanceId; } nvmlEventData_t;

nvmlReturn_t nvmlEventSetCreate(nvmlEventSet_t *out) {
  nvmlReturn_t code = fault("system", "nvmlEventSetCreate");
  if (code == OK) *out = calloc(1, sizeof **out);
  return code;
}

nvmlReturn_t nvmlDeviceRegisterEvents(nvmlDevice_t d, ull kinds, nvmlEventSet_t set) {
  nvmlReturn_t code = check(d, "nvmlDeviceRegisterEvents");
  if (code != OK || !(kinds & 8)) return code != OK ? code : NOT_SUPPORTED;
  set->wanted[d->gpu] = 1;
  get(set->told[d->gpu], sizeof set->told[0], "%d.xid", d->gpu);
  return OK;
}

/* An XID happens when the line "0.xid NUMBER TIMES" changes. */
nvmlReturn_t nvmlEventSetWait_v2(nvmlEventSet_t set, nvmlEventData_t *out, uint millis) {
  for (uint waited = 0; waited <= millis; waited += 10) {
    for (int gpu = 0; gpu < GPUS; gpu++) {
      char now[64] = "";
      if (set->wanted[gpu] && get(now, sizeof now, "%d.xid", gpu) && strcmp(now, set->told[gpu])) {
        strcpy(set->told[gpu], now);
        *out = (nvmlEventData_t){handle(gpu, -1), 8, strtoull(now, NULL, 10), ~0u, ~0u};
        return OK;
      }
    }
    usleep(10000);
  }
  return TIMEOUT;
}

nvmlReturn_t nvmlEventSetFree(nvmlEventSet_t set) { free(set); return OK; }
