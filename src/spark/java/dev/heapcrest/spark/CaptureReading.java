package dev.heapcrest.spark;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureException;
import dev.heapcrest.cli.PartialFile;
import dev.heapcrest.merge.CaptureIdentity;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.PrivateProfile;
import dev.heapcrest.report.check.Measured;
import dev.heapcrest.report.check.Verdict;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.CallTreeBuilder;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.TaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads captures of a slice, in a task. Not thread-safe. */
final class CaptureReading {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureReading.class);

    private static final int BUFFER_BYTES = 1 << 17;

    private final ReadingRules rules;
    private final Configuration configuration;
    private final boolean lastAttempt;

    /** @param lastAttempt whether a store that fails makes a row, since no other attempt will follow */
    CaptureReading(ReadingRules rules, Configuration configuration, boolean lastAttempt) {
        this.rules = rules;
        this.configuration = configuration;
        this.lastAttempt = lastAttempt;
    }

    /** What a file adds to a sum, and its row. */
    record Addend(FileRow row, Partial partial) {}

    /**
     * Reads a file. One that is no capture, cannot be opened or is gone has a row with the reason.
     *
     * @throws IOException if the store failed, and another attempt may not
     */
    Addend read(Listed file) throws IOException {
        byte[] head = new byte[0];
        Path path = new Path(file.path());
        try (InputStream stored = path.getFileSystem(configuration).open(path, BUFFER_BYTES);
                // what is added after the listing does not count: a second attempt then reads what the first one read
                InputStream stream = new FirstBytes(stored, file.lengthBytes())) {
            head = stream.readNBytes(CaptureIdentity.HEAD_BYTES);
            if (PartialFile.begins(head)) {
                return failed(
                        file,
                        head,
                        "it is compressed or a partial, no capture; partials are added with heapcrest merge");
            }
            return read(file, head, new SequenceInputStream(new ByteArrayInputStream(head), stream));
        } catch (CaptureException e) {
            return failed(file, head, String.valueOf(e.getMessage()));
        } catch (FileNotFoundException e) {
            return failed(file, head, "there is no such file");
        } catch (AccessControlException | AccessDeniedException e) {
            return failed(file, head, "permission denied");
        } catch (IOException e) {
            if (!lastAttempt) {
                throw new IOException("cannot read %s, which may pass".formatted(file.path()), e);
            }
            LOG.warn("Cannot read {}", file.path(), e);
            return failed(file, head, reason(e));
        } catch (RuntimeException e) {
            // what one capture brings about must not end the job
            requireAlive(e);
            LOG.error("Internal error at {}, please report it", file.path(), e);
            return failed(file, head, "internal error, please report it: " + e);
        }
    }

    private static void requireAlive(RuntimeException e) {
        TaskContext task = TaskContext.get();
        if (task != null && task.isInterrupted()) {
            throw e;
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    private Addend read(Listed file, byte[] head, InputStream stream) throws IOException {
        TaskContext task = TaskContext.get();
        try (Capture capture = Capture.open(stream, rules.limits())) {
            ProfileOptions watched = ProfileOptions.DEFAULT.withProgress((bytes, size, records) -> {
                if (task != null) {
                    task.killTaskIfInterrupted();
                }
                return true;
            });
            HeapProfiler.WithSpans read = HeapProfiler.profileWithSpans(capture, watched);
            Profile profile = rules.privately() ? PrivateProfile.of(read.profile()) : read.profile();
            CallTree tree = CallTreeBuilder.buildUnordered(profile, View.Kind.PEAK);
            Partial.Origin origin = origin(file, CaptureIdentity.text(capture.header(), head));
            Partial partial = Partial.of(rules.options(), origin, profile, tree, read.spans());
            return new Addend(FileRow.of(file, partial.rows().get(0), broken(file, profile)), partial);
        }
    }

    private Partial.Origin origin(Listed file, String identity) {
        return new Partial.Origin(file.name(), identity, rules.labels().apply(file.path()), rules.files());
    }

    private Addend failed(Listed file, byte[] head, String reason) {
        Partial partial =
                Partial.failed(rules.options(), origin(file, CaptureIdentity.ofUnreadable(file.name(), head)), reason);
        return new Addend(FileRow.of(file, partial.rows().get(0), ""), partial);
    }

    /** Limits that it broke, in the words of check. */
    private String broken(Listed file, Profile profile) {
        if (rules.judge() == null) {
            return "";
        }
        Measured measured = Measured.of(file.path(), profile, null, 0);
        return rules.judge().judge(List.of(measured)).stream()
                .filter(verdict -> verdict.outcome() == Verdict.Outcome.FAILED)
                .map(Verdict::sentence)
                .collect(Collectors.joining("; "));
    }

    /** So many bytes of a stream at most; all if the length is not known. */
    private static final class FirstBytes extends InputStream {
        private final InputStream stream;
        private long left;

        FirstBytes(InputStream stream, long lengthBytes) {
            this.stream = stream;
            left = lengthBytes < 0 ? Long.MAX_VALUE : lengthBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte @Nullable [] target, int offset, int count) throws IOException {
            if (left == 0 && count > 0) {
                return -1;
            }
            int got = stream.read(target, offset, (int) Math.min(count, left));
            left -= Math.max(0, got);
            return got;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
