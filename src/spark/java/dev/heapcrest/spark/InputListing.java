package dev.heapcrest.spark;

import dev.heapcrest.cli.CaptureNames;
import dev.heapcrest.cli.CommandFailure;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * What the input of a job names. Only names and lengths are asked for: 1,000 to a request where an object store lists a
 * folder, one to a request where a list names files.
 *
 * @param files each once, those of a folder by path
 * @param otherNames files of folders that are no captures by their names
 */
record InputListing(List<Listed> files, long otherNames) {
    /** Requests for files of a list that wait at once: each takes a store some 20 ms. */
    private static final int REQUESTS = 32;

    /**
     * Lists a folder, a glob or {@code @LIST}.
     *
     * @throws CommandFailure if it names nothing
     * @throws IOException what the file system throws
     */
    static InputListing of(String input, Configuration configuration) throws IOException, CommandFailure {
        Found found = new Found(configuration);
        if (input.startsWith("@") && input.length() > 1) {
            found.listed(lines(new Path(input.substring(1)), configuration));
        } else {
            found.named(new Path(input));
        }
        if (found.files.isEmpty()) {
            throw CommandFailure.failed("There is no capture (*.bin) in %s.".formatted(input));
        }
        List<Listed> files = new ArrayList<>(found.files.size());
        found.files.forEach((path, length) -> files.add(new Listed(files.size(), path, length)));
        return new InputListing(files, found.otherNames);
    }

    private static List<String> lines(Path list, Configuration configuration) throws IOException, CommandFailure {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                list.getFileSystem(configuration).open(list), StandardCharsets.UTF_8.newDecoder()))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (CharacterCodingException e) {
            throw CommandFailure.failed("The list %s is not UTF-8.".formatted(list));
        }
    }

    /** Lengths by path, in the order in which they were found. */
    private static final class Found {
        private final Configuration configuration;
        private final Map<String, Long> files = new LinkedHashMap<>();
        private long otherNames;

        Found(Configuration configuration) {
            this.configuration = configuration;
        }

        void named(Path path) throws IOException, CommandFailure {
            FileSystem system = path.getFileSystem(configuration);
            FileStatus plain = status(path);
            FileStatus[] statuses = plain == null ? system.globStatus(path) : new FileStatus[] {plain};
            if (statuses == null || statuses.length == 0) {
                throw CommandFailure.failed("There is no file of the name %s.".formatted(path));
            }
            for (FileStatus status : statuses) {
                add(status);
            }
        }

        /** Of a list every line is a file, whether it is there or not. */
        void listed(List<String> lines) throws IOException {
            ExecutorService requests = Executors.newFixedThreadPool(REQUESTS);
            try {
                List<Future<FileStatus>> statuses = new ArrayList<>();
                for (String line : lines) {
                    statuses.add(requests.submit(() -> {
                        Path path = new Path(line);
                        FileStatus status = status(path);
                        return status == null ? missing(path) : status;
                    }));
                }
                for (Future<FileStatus> status : statuses) {
                    add(status.get());
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } finally {
                requests.shutdownNow();
            }
        }

        private FileStatus missing(Path path) throws IOException {
            Path qualified = path.getFileSystem(configuration).makeQualified(path);
            return new FileStatus(-1, false, 1, 1, 0, qualified);
        }

        private @Nullable FileStatus status(Path path) throws IOException {
            try {
                return path.getFileSystem(configuration).getFileStatus(path);
            } catch (FileNotFoundException e) {
                return null;
            }
        }

        private void add(FileStatus status) throws IOException {
            if (!status.isDirectory()) {
                files.putIfAbsent(status.getPath().toString(), status.getLen());
                return;
            }
            Path folder = status.getPath();
            List<FileStatus> below = new ArrayList<>();
            FileSystem system = folder.getFileSystem(configuration);
            if (system.getUri().getScheme().equals("file")) {
                walk(system, folder, below);
            } else {
                // flat in an object store: folders cost no request there
                RemoteIterator<LocatedFileStatus> all = system.listFiles(folder, true);
                while (all.hasNext()) {
                    take(all.next(), below);
                }
            }
            below.sort(Comparator.comparing(file -> file.getPath().toString()));
            for (FileStatus file : below) {
                files.putIfAbsent(file.getPath().toString(), file.getLen());
            }
        }

        /** Hadoop starts a process for each local file, to learn who may read it, where it is asked for all at once. */
        private void walk(FileSystem system, Path folder, List<FileStatus> below) throws IOException {
            for (FileStatus each : system.listStatus(folder)) {
                if (each.isDirectory()) {
                    walk(system, each.getPath(), below);
                } else {
                    take(each, below);
                }
            }
        }

        private void take(FileStatus file, List<FileStatus> below) {
            if (CaptureNames.isOne(file.getPath().getName())) {
                below.add(file);
            } else {
                otherNames++;
            }
        }
    }
}
