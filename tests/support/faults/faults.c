/* Counts the calls by which a program changes files, and lets one of them fail or be its last.
 *
 * Loaded with LD_PRELOAD. The kernel hands every such call over as SIGSYS (seccomp(2)), so that calls are
 * seen too that do not go through the C library. Only what is below ONLIST_FAULTS_FOLDER counts. There, nothing is
 * flushed to the disk: to be killed takes nothing away that was not, and it takes long.
 *
 *   ONLIST_FAULTS_LOG   file that gets a line for each call: its name and its path
 *   ONLIST_FAULTS_AT    the call that is meant, from 1
 *   ONLIST_FAULTS_ACT   ENOSPC, EIO or EROFS: it fails so; the same with "+": from there on all fail
 *                       SHORT: half of a write is written, what comes after fails with ENOSPC
 *                       BEFORE, AFTER: the program is killed before or after it
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

typedef long Args[6];

/* What lets our own calls pass, in the argument that none of these calls has. */
#define OURS 0x6f6e6c73L

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#define NUMBER(c) ((c)->uc_mcontext.gregs[REG_RAX])
#define RESULT(c) ((c)->uc_mcontext.gregs[REG_RAX])
static const int REGISTERS[6] = {REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9};
#define ARGUMENT(c, n) ((c)->uc_mcontext.gregs[REGISTERS[n]])

static long system_call(long number, const Args a) {
    register long r10 __asm__("r10") = a[3];
    register long r8 __asm__("r8") = a[4];
    register long r9 __asm__("r9") = OURS;
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#define NUMBER(c) ((c)->uc_mcontext.regs[8])
#define RESULT(c) ((c)->uc_mcontext.regs[0])
#define ARGUMENT(c, n) ((c)->uc_mcontext.regs[n])

static long system_call(long number, const Args a) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a[0];
    register long x1 __asm__("x1") = a[1];
    register long x2 __asm__("x2") = a[2];
    register long x3 __asm__("x3") = a[3];
    register long x4 __asm__("x4") = a[4];
    register long x5 __asm__("x5") = OURS;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}
#else
#error "how calls are made on this machine is not written here"
#endif

#define NOT (-1)

/* A call: where it has the path of what it changes, or the descriptor, or a path below a descriptor. */
struct call {
    long number;
    const char *name;
    int descriptor, path, flags;
    int writes;
};

static const struct call CALLS[] = {
#ifdef __x86_64__
    {SYS_open, "open", NOT, 0, 1, 0},
    {SYS_creat, "creat", NOT, 0, NOT, 0},
    {SYS_mkdir, "mkdir", NOT, 0, NOT, 0},
    {SYS_rmdir, "rmdir", NOT, 0, NOT, 0},
    {SYS_unlink, "unlink", NOT, 0, NOT, 0},
    {SYS_rename, "rename", NOT, 1, NOT, 0},
    {SYS_link, "link", NOT, 1, NOT, 0},
    {SYS_symlink, "symlink", NOT, 1, NOT, 0},
    {SYS_chmod, "chmod", NOT, 0, NOT, 0},
    {SYS_renameat, "renameat", 2, 3, NOT, 0},
#endif
    {SYS_openat, "openat", 0, 1, 2, 0},
    {SYS_mkdirat, "mkdirat", 0, 1, NOT, 0},
    {SYS_unlinkat, "unlinkat", 0, 1, NOT, 0},
    {SYS_renameat2, "renameat2", 2, 3, NOT, 0},
    {SYS_linkat, "linkat", 2, 3, NOT, 0},
    {SYS_symlinkat, "symlinkat", 1, 2, NOT, 0},
    {SYS_fchmodat, "fchmodat", 0, 1, NOT, 0},
    {SYS_truncate, "truncate", NOT, 0, NOT, 0},
    {SYS_ftruncate, "ftruncate", 0, NOT, NOT, 0},
    {SYS_fallocate, "fallocate", 0, NOT, NOT, 0},
    {SYS_fchmod, "fchmod", 0, NOT, NOT, 0},
    {SYS_fsync, "fsync", 0, NOT, NOT, 0},
    {SYS_fdatasync, "fdatasync", 0, NOT, NOT, 0},
    {SYS_write, "write", 0, NOT, NOT, 1},
    {SYS_pwrite64, "pwrite64", 0, NOT, NOT, 1},
    {SYS_writev, "writev", 0, NOT, NOT, 0},
    {SYS_pwritev, "pwritev", 0, NOT, NOT, 0},
};
#define KNOWN (sizeof CALLS / sizeof *CALLS)

static char folder[PATH_MAX];
static const char *act = "";
static long at, count;
static int listing = NOT;

/* Makes a call, but for what takes long. */
static long make(const struct call *call, const Args a) {
    if (call->number == SYS_fsync || call->number == SYS_fdatasync) return 0;
    return system_call(call->number, a);
}

static const struct call *known(long number) {
    for (size_t i = 0; i < KNOWN; i++) {
        if (CALLS[i].number == number) return &CALLS[i];
    }
    return NULL;
}

static int opened(long descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", (int)descriptor);
    long length = system_call(SYS_readlinkat, (Args){AT_FDCWD, (long)link, (long)path, PATH_MAX - 1});
    path[length < 0 ? 0 : length] = 0;
    return length > 0;
}

/* Whether a call changes something in the folder, and what. */
static int counts(const struct call *call, const Args a, char *path) {
    const char *name = call->path == NOT ? "" : (const char *)a[call->path];
    if (call->path == NOT) {
        if (!opened(a[call->descriptor], path)) return 0;
    } else if (*name != '/' && call->descriptor != NOT && (int)a[call->descriptor] != AT_FDCWD) {
        if (!opened(a[call->descriptor], path)) return 0;
        size_t length = strlen(path);
        snprintf(path + length, PATH_MAX - length, "/%s", name);
    } else {
        snprintf(path, PATH_MAX, "%s", name);
    }
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && path[length] == '/';
}

static int code(void) {
    if (strncmp(act, "ENOSPC", 6) == 0) return ENOSPC;
    return strncmp(act, "EROFS", 5) == 0 ? EROFS : EIO;
}

static void die(void) {
    system_call(SYS_kill, (Args){getpid(), SIGKILL});
}

static long perform(const struct call *call, const Args a) {
    char path[PATH_MAX];
    if (!counts(call, a, path)) return system_call(call->number, a);
    long now = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
    if (listing != NOT) {
        char line[PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%s %s\n", call->name, path + strlen(folder) + 1);
        system_call(SYS_write, (Args){listing, (long)line, length});
    }
    if (!at || now < at) return make(call, a);
    if (strcmp(act, "SHORT") == 0) {
        if (now > at || !call->writes || a[2] < 2) return -ENOSPC;
        return system_call(call->number, (Args){a[0], a[1], a[2] / 2, a[3]});
    }
    if (now > at) return strchr(act, '+') ? -code() : make(call, a);
    if (strcmp(act, "BEFORE") == 0) die();
    if (strcmp(act, "AFTER") == 0) {
        make(call, a);
        die();
    }
    return -code();
}

static void trapped(int signal, siginfo_t *info, void *data) {
    ucontext_t *context = data;
    const struct call *call = known(NUMBER(context));
    Args a;
    (void)signal, (void)info;
    for (int n = 0; n < 6; n++) a[n] = (long)ARGUMENT(context, n);
    RESULT(context) = call ? perform(call, a) : -ENOSYS;
}

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (field))
#define ARG(n) (offsetof(struct seccomp_data, args) + 8 * (n)) /* its low half, on these machines */
#define GIVE(what) BPF_STMT(BPF_RET | BPF_K, (what))

/* For each call: where it is no opening, or one that makes or empties, it is trapped, unless it is ours. */
static int install(void) {
    struct sock_filter filter[4 + 8 * KNOWN + 1];
    unsigned short n = 0;
#define ADD(...) filter[n++] = (struct sock_filter)__VA_ARGS__
    ADD(LOAD(offsetof(struct seccomp_data, arch)));
    ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0));
    ADD(GIVE(SECCOMP_RET_ALLOW));
    ADD(LOAD(offsetof(struct seccomp_data, nr)));
    for (size_t i = 0; i < KNOWN; i++) {
        int opens = CALLS[i].flags != NOT;
        ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)CALLS[i].number, 0, opens ? 7 : 4));
        if (opens) {
            ADD(LOAD(ARG(CALLS[i].flags)));
            ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_CREAT | O_TRUNC, 1, 0));
            ADD(GIVE(SECCOMP_RET_ALLOW));
        }
        ADD(LOAD(ARG(5)));
        ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OURS, 0, 1));
        ADD(GIVE(SECCOMP_RET_ALLOW));
        ADD(GIVE(SECCOMP_RET_TRAP));
    }
    ADD(GIVE(SECCOMP_RET_ALLOW));
    struct sock_fprog program = {n, filter};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static const char *taken(const char *name) {
    /* Programs that this one starts have the filter, and need us to serve it; what is counted is not theirs. */
    const char *value = getenv(name);
    char *copy = value ? strdup(value) : NULL;
    unsetenv(name);
    return copy;
}

__attribute__((constructor)) static void begin(void) {
    const char *where = taken("ONLIST_FAULTS_FOLDER"), *log = taken("ONLIST_FAULTS_LOG");
    const char *nth = taken("ONLIST_FAULTS_AT"), *what = taken("ONLIST_FAULTS_ACT");
    struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSYS, &action, NULL);
    if (!where) return;
    snprintf(folder, sizeof folder, "%s", where);
    if (log) listing = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (nth) at = atol(nth);
    if (what) act = what;
    if (install()) {
        static const char WORDS[] = "faults: the kernel does not hand calls over\n";
        if (write(2, WORDS, sizeof WORDS - 1) < 0) _exit(125);
        _exit(125);
    }
}
