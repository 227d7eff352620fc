package dev.syncprotocol.training.launch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What native code reads from the environment when the engine's process starts, and never again. Other systems than Linux
 * with glibc do not know some of the names and pass over them. What each is worth stands in docs/performance.md.
 */
public final class NativeEnvironment {
    /** A wait of some ten microseconds: longer than a barrier between two kernels, shorter than anything a neighbour notices. */
    private static final String SPINS = "1000";

    /** Freed arrays stay with the process for the next step, which asks for the same ones. */
    private static final String KEPT = Integer.toString(1 << 30);

    private NativeEnvironment() {}

    /**
     * For an engine with so many threads. What a user has set goes before it, the number of threads excepted.
     *
     * @param given the environment as it is
     */
    public static Map<String, String> beside(Map<String, String> given, int threads) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GOMP_SPINCOUNT", SPINS);
        // One arena: the others cannot hold an array of more than 64 MiB and map each anew, page by page.
        environment.put("MALLOC_ARENA_MAX", "1");
        environment.put("MALLOC_MMAP_THRESHOLD_", KEPT);
        environment.put("MALLOC_TRIM_THRESHOLD_", KEPT);
        environment.put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
        environment.keySet().removeAll(given.keySet());
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }
}
