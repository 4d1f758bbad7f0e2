package dev.heapcrest.capture;

import dev.heapcrest.bytes.Ending;
import dev.heapcrest.bytes.WindowSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the header, all versions; its fields follow one another without padding (docs/capture-format.md, section 4).
 */
final class HeaderDecoder {
    /** "memray" and a zero byte. */
    static final byte[] MAGIC = {'m', 'e', 'm', 'r', 'a', 'y', 0};

    private final ByteCursor in;
    private final WindowSource source;
    private final long headerBytes;
    private final long searchPaths;
    private long pathCount;
    private final StringPool strings = new StringPool();
    private String field = "magic number";

    HeaderDecoder(ByteCursor in, WindowSource source, Limits limits) {
        this.in = in;
        this.source = source;
        headerBytes = limits.of(Limit.HEADER_BYTES);
        searchPaths = limits.of(Limit.SEARCH_PATHS);
    }

    CaptureHeader decode() throws IOException {
        try {
            readMagic();
            return readFields(readVersion());
        } catch (EndOfStream end) {
            throw truncated();
        } catch (CaptureDamage damage) {
            throw new CaptureException.MalformedHeader(
                    "the header is damaged: " + damage.getMessage() + " (" + field + ", before offset " + in.offset()
                            + ")",
                    new Damage(damage.rule(), damage.values(), field, in.offset(), stream()));
        }
    }

    private CaptureException truncated() {
        WindowSource.Problem problem = source.problem();
        Damage damage = problem == null
                ? new Damage(Rule.HEADER_CUT, List.of(), field, in.offset(), stream())
                : Damage.of(problem, field);
        String cause = problem == null ? "" : ": " + DamageText.filled(damage);
        if (problem != null && problem.ending() == Ending.DAMAGED) {
            return new CaptureException.MalformedHeader(
                    "the capture is damaged before its records begin" + cause, damage);
        }
        if (in.offset() == 0) {
            return new CaptureException.TruncatedHeader("nothing in the file can be read" + cause, damage);
        }
        return new CaptureException.TruncatedHeader(
                DamageText.filled(Rule.HEADER_CUT, List.of()) + " (" + field + ", offset " + in.offset() + ")" + cause,
                damage);
    }

    private Damage.Stream stream() {
        return source.compressed() ? Damage.Stream.DECOMPRESSED : Damage.Stream.FILE;
    }

    private void readMagic() throws IOException {
        for (byte expected : MAGIC) {
            if ((byte) in.u8() != expected) {
                throw new CaptureException.NotACapture(
                        source.compressed()
                                ? "this is an LZ4 file, but what it holds is not a memray capture"
                                : "this is not a memray capture");
            }
        }
    }

    private FormatVersion readVersion() throws IOException {
        field = "version";
        int number = in.i32();
        FormatVersion version = FormatVersion.find(number);
        if (version == null) {
            throw new CaptureException.Unsupported("this capture has header version " + Integer.toUnsignedString(number)
                    + "; versions " + FormatVersion.OLDEST + " to " + FormatVersion.NEWEST
                    + " (memray 1.0 to 1.20) are supported");
        }
        return version;
    }

    private CaptureHeader readFields(FormatVersion version) throws IOException {
        field = "Python version";
        int pythonVersion = version.pythonVersion() ? in.i32() : 0;
        boolean nativeTraces = flag("native traces");
        field = "file format";
        boolean aggregated = version.fileFormat() && readFileFormat();
        field = "counters and times";
        long allocationRecords = in.i64();
        long frameCount = in.i64();
        long startMillis = in.i64();
        long endMillis = in.i64();
        field = "command line";
        String commandLine = in.string(strings);
        field = "process and main thread";
        int pid = in.i32();
        long mainThreadId = version.mainThread() ? in.i64() : 0;
        long skippedFrames = version.mainThread() ? in.i64() : 0;
        field = "Python allocator";
        int pythonAllocator = version.wideAllocator() ? in.i32() : in.u8();
        boolean tracing = version.allocatorTracing() && flag("Python allocators traced");
        boolean lifetimes = version.pythonVersion() && flag("object lifetimes tracked");
        field = "standard library directory";
        String stdlib = version.modulePaths() ? in.string(strings) : "";
        List<String> sitePackages = version.modulePaths() ? paths("site-packages directories") : List.of();
        List<String> modulePath = version.modulePaths() ? paths("module search path") : List.of();
        return new CaptureHeader(
                version.number(),
                pythonVersion,
                nativeTraces,
                aggregated,
                allocationRecords,
                frameCount,
                startMillis,
                endMillis,
                commandLine,
                pid,
                mainThreadId,
                skippedFrames,
                pythonAllocator,
                tracing,
                lifetimes,
                stdlib,
                sitePackages,
                modulePath);
    }

    private boolean readFileFormat() throws IOException {
        int number = in.u8();
        if (number > 1) {
            throw new CaptureException.Unsupported("this capture has file format " + number
                    + "; formats 0 (all allocations) and 1 (aggregated) are supported");
        }
        return number == 1;
    }

    private boolean flag(String name) throws IOException {
        field = name;
        int value = in.u8();
        if (value > 1) {
            throw new CaptureDamage(Rule.FLAG, value);
        }
        return value == 1;
    }

    private List<String> paths(String name) throws IOException {
        field = name;
        List<String> paths = new ArrayList<>();
        for (String path = in.string(strings); !path.isEmpty(); path = in.string(strings)) {
            if (++pathCount > searchPaths) {
                throw new CaptureDamage(Rule.SEARCH_PATHS, searchPaths);
            }
            paths.add(path);
            if (in.offset() > headerBytes) {
                throw new CaptureDamage(Rule.HEADER_BYTES, headerBytes);
            }
        }
        return paths;
    }
}
