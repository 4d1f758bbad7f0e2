package dev.heapcrest.capture;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The header of a capture, all versions in one shape (docs/capture-format.md, section 4). Fields that a version does
 * not have hold the value that its captures imply, as said at each.
 *
 * @param version 6 to 13
 * @param pythonVersion as in Python's hexversion; only major and minor mean something; 0 before version 12
 * @param nativeTraces native stacks were recorded
 * @param aggregated the capture holds figures by stack instead of single allocations; false before version 10
 * @param allocationRecords allocations and deallocations as counted by the writer; 0 in killed and aggregated captures
 * @param frameCount frame definitions as counted by the writer; 0 in versions 12 and later
 * @param startMillis ms since 1970 UTC
 * @param endMillis ms since 1970 UTC; that of the start in captures of killed programs
 * @param commandLine arguments joined by blanks
 * @param pid process id
 * @param mainThreadId thread that started tracking; 0 (none) before version 9
 * @param skippedMainThreadFrames outermost frames to hide on the main thread; 0 before version 9
 * @param pythonAllocator number of the allocator that Python used
 * @param pythonAllocatorsTraced each object allocation was recorded, not only arenas; false before version 11
 * @param objectLifetimesTracked false before version 12
 * @param stdlibDirectory empty before version 13
 * @param sitePackages empty before version 13
 * @param modulePath Python's sys.path; empty before version 13
 */
@API(status = API.Status.STABLE, since = "0.1")
public record CaptureHeader(
        int version,
        int pythonVersion,
        boolean nativeTraces,
        boolean aggregated,
        long allocationRecords,
        long frameCount,
        long startMillis,
        long endMillis,
        String commandLine,
        int pid,
        long mainThreadId,
        long skippedMainThreadFrames,
        int pythonAllocator,
        boolean pythonAllocatorsTraced,
        boolean objectLifetimesTracked,
        String stdlibDirectory,
        List<String> sitePackages,
        List<String> modulePath) {

    /** Lists are copied. */
    public CaptureHeader {
        sitePackages = List.copyOf(sitePackages);
        modulePath = List.copyOf(modulePath);
    }

    /** "pymalloc", "malloc", ..., or "unknown" for a number that has no name. */
    public String pythonAllocatorName() {
        return switch (pythonAllocator) {
            case 1 -> "pymalloc";
            case 2 -> "pymalloc debug";
            case 3 -> "malloc";
            case 5 -> "mimalloc";
            case 6 -> "mimalloc debug";
            default -> "unknown";
        };
    }

    /** For example "3.13", or "" where the version does not record it. */
    public String pythonVersionText() {
        return pythonVersion == 0 ? "" : (pythonVersion >>> 24) + "." + (pythonVersion >>> 16 & 0xFF);
    }
}
