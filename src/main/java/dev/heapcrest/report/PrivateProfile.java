package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileFrames;
import dev.heapcrest.profile.RunTotals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A profile without what tells where and by whom it was made: absolute paths, user names and arguments of the command
 * line. Every report is made of a profile, so none of them has to know.
 *
 * <ul>
 *   <li>The command line becomes the program's name.
 *   <li>Files are named below the directory that they are in: {@code site-packages/numpy/core.py},
 *       {@code <stdlib>/json/decoder.py}, {@code shop/nightly.py} below an entry of sys.path. Of others the last name
 *       stays: {@code …/tool.py}. Two files never get one name.
 *   <li>User names are those of home directories that the capture names. They become {@code (user)} in paths and names
 *       of threads.
 * </ul>
 *
 * <p>Figures, functions, threads, process id and times stay. Source lines are not part of a profile; who makes a page of a
 * private one shows none.
 */
public final class PrivateProfile {
    /** What the header of a private profile calls the standard library. */
    static final String STANDARD_LIBRARY = "<stdlib>";

    /** The entry of sys.path that the program's files are below. */
    static final String WORKING_DIRECTORY = ".";

    /** Looked through faster than asked for; longer names once, as frames share them. */
    private static final int SHORT = 256;

    private static final String LEFT_OUT = "…";
    private static final String USER = "(user)";

    /** At the start of a path, or of one in a text. */
    private static final String HOME = "(?:[A-Za-z]:)?[/\\\\](?:export[/\\\\]|var[/\\\\])?(?:home|Users)[/\\\\]";

    private static final Pattern HOME_OF_PATH = Pattern.compile("^(?:file://)?" + HOME + "([^/\\\\]+)");
    private static final Pattern HOME_IN_TEXT = Pattern.compile("(?<![\\w.])" + HOME + "([^/\\\\\\s:;,'\"]+)");
    /**
     * Possessive: Java's matcher then needs neither stack for each name of a path nor a second try. Of several slashes only
     * the first two may begin a path, or a text of slashes alone takes quadratic time.
     */
    private static final Pattern PATH_IN_TEXT = Pattern.compile("(?<![\\w.)])(?<![/\\\\]{2})(?:[A-Za-z]:|~|[a-z]++:/)?+"
            + "(?:[/\\\\]++[^/\\\\\\s'\"<>|:;,()]++)++[/\\\\]?+");

    private static final Pattern NOT_RELATIVE = Pattern.compile("^(?:[/\\\\~]|[A-Za-z]:[/\\\\]|[a-z]+:/)");

    private final FileKind.Sorter sorter;
    private final TreeSet<String> users = new TreeSet<>();
    private final Map<String, String> names = new HashMap<>();
    /** Of functions that may name paths or users: a function has many lines, and its name may be long. */
    private final Map<String, String> functions = new HashMap<>();
    /** How many files have wanted a name, by that name; and names that were given. */
    private final Map<String, Integer> wanted = new HashMap<>();

    private final Set<String> taken = new HashSet<>();
    private final WordFinder usersInText;

    private PrivateProfile(Profile profile, RunTotals totals) {
        CaptureHeader header = profile.header();
        sorter = new FileKind.Sorter(header);
        List<String> paths = new ArrayList<>(header.modulePath());
        paths.addAll(header.sitePackages());
        paths.add(header.stdlibDirectory());
        for (int frame = 1; frame <= profile.frames().count(); frame++) {
            paths.add(profile.frames().file(frame));
        }
        for (RunTotals.Place place : totals.places()) {
            paths.add(place.file());
        }
        for (NativeImage image : profile.frames().images()) {
            paths.addAll(List.of(image.path(), image.file(), image.debugFile()));
        }
        for (String path : paths) {
            findUsers(HOME_OF_PATH, path);
        }
        findUsers(HOME_IN_TEXT, header.commandLine());
        for (String name : profile.threads().names()) {
            findUsers(HOME_IN_TEXT, name);
        }
        usersInText = new WordFinder(users);
    }

    private void findUsers(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            users.add(matcher.group(1));
        }
    }

    /** The same profile without what is private; one that {@linkplain Profile#pathsLeftOut() lacks it} as it is. */
    public static Profile of(Profile profile) {
        return profile.pathsLeftOut() ? profile : new PrivateProfile(profile, RunTotals.NONE).profile(profile);
    }

    /** A profile and the totals of its run. */
    public record WithTotals(Profile profile, RunTotals totals) {}

    /** The same profile, which is not private yet, and totals with the same names of files. */
    public static WithTotals of(Profile profile, RunTotals totals) {
        PrivateProfile names = new PrivateProfile(profile, totals);
        return new WithTotals(names.profile(profile), names.totals(totals));
    }

    private RunTotals totals(RunTotals totals) {
        List<RunTotals.Place> places = new ArrayList<>();
        for (RunTotals.Place place : totals.places()) {
            places.add(new RunTotals.Place(
                    place.known(),
                    function(place.function()),
                    place.known() ? file(place.file()) : "",
                    place.line(),
                    place.bytes(),
                    place.count()));
        }
        List<RunTotals.Module> modules = new ArrayList<>();
        for (RunTotals.Module module : totals.modules()) {
            modules.add(new RunTotals.Module(components(module.name()), module.bytes(), module.count()));
        }
        return new RunTotals(totals.known(), totals.sizes(), totals.sizeCounts(), totals.allocators(), places, modules);
    }

    /** Whether a file is named below a directory that need not be known. */
    static boolean relative(String file) {
        return !file.startsWith(LEFT_OUT) && !NOT_RELATIVE.matcher(file).find();
    }

    private Profile profile(Profile profile) {
        List<String> threads = new ArrayList<>();
        for (String name : profile.threads().names()) {
            threads.add(text(name));
        }
        return new Profile(
                header(profile.header()),
                profile.coverage(),
                ProfileFrames.copyOf(new PrivateFrames(profile.frames())),
                profile.stacks(),
                new Profile.Threads(profile.threads().ids(), threads),
                profile.locations(),
                profile.figures(),
                profile.peakBytes(),
                profile.peakRecord(),
                profile.peakTime(),
                profile.timeline(),
                profile.history(),
                true);
    }

    private CaptureHeader header(CaptureHeader header) {
        return new CaptureHeader(
                header.version(),
                header.pythonVersion(),
                header.nativeTraces(),
                header.aggregated(),
                header.allocationRecords(),
                header.frameCount(),
                header.startMillis(),
                header.endMillis(),
                components(ProgramName.of(header.commandLine())),
                header.pid(),
                header.mainThreadId(),
                header.skippedMainThreadFrames(),
                header.pythonAllocator(),
                header.pythonAllocatorsTraced(),
                header.objectLifetimesTracked(),
                STANDARD_LIBRARY,
                List.of("site-packages"),
                List.of(WORKING_DIRECTORY));
    }

    private final class PrivateFrames implements FrameTable {
        private final FrameTable frames;

        PrivateFrames(FrameTable frames) {
            this.frames = frames;
        }

        @Override
        public int count() {
            return frames.count();
        }

        @Override
        public String function(int frameId) {
            return PrivateProfile.this.function(frames.function(frameId));
        }

        @Override
        public String file(int frameId) {
            return PrivateProfile.this.file(frames.file(frameId));
        }

        @Override
        public int image(int frameId) {
            return frames.image(frameId);
        }

        /** Directories are left out here, too: of the place where the program ran, and of that where its files are. */
        @Override
        public List<NativeImage> images() {
            List<NativeImage> images = new ArrayList<>();
            for (NativeImage image : frames.images()) {
                images.add(new NativeImage(
                        PrivateProfile.this.file(image.path()),
                        image.found(),
                        image.state(),
                        fileOrNone(image.file()),
                        image.buildId(),
                        image.symbols(),
                        fileOrNone(image.debugFile()),
                        text(image.trouble())));
            }
            return images;
        }

        private String fileOrNone(String file) {
            return file.isEmpty() ? "" : PrivateProfile.this.file(file);
        }

        @Override
        public int line(int frameId) {
            return frames.line(frameId);
        }
    }

    private String function(String function) {
        // an identifier is no path, whoever is called like it
        return function.length() <= SHORT && plain(function)
                ? function
                : functions.computeIfAbsent(function, name -> plain(name) ? name : text(name));
    }

    private static boolean plain(String function) {
        return function.indexOf('/') < 0 && function.indexOf('\\') < 0;
    }

    private String file(String file) {
        String known = names.get(file);
        return known != null ? known : name(file);
    }

    /** A new name; of a file whose name is taken, one with the number of the directory that was left out. */
    private String name(String file) {
        String first = shortened(file);
        String name = first;
        while (!taken.add(name)) {
            // the last number is kept: trying all of them again takes quadratic time where thousands have one name
            int number = wanted.getOrDefault(first, 1) + 1;
            wanted.put(first, number);
            name = LEFT_OUT + number + "/" + first;
        }
        names.put(file, name);
        return name;
    }

    private String shortened(String file) {
        FileKind.Below below = sorter.below(file);
        if (below == null) {
            return relative(file) ? relativeName(file) : LEFT_OUT + "/" + components(lastName(file));
        }
        String name = relativeName(below.path());
        return switch (below.kind()) {
            case SITE_PACKAGES -> "site-packages/" + name;
            case STANDARD_LIBRARY -> STANDARD_LIBRARY + "/" + name;
            default -> name;
        };
    }

    /** Names below a directory; those that lead out of it are cut to the last. */
    private String relativeName(String path) {
        if (path.startsWith("<")) {
            return text(path);
        }
        int start = 0;
        while (path.startsWith("/", start) || path.startsWith("./", start)) {
            start += path.charAt(start) == '/' ? 1 : 2;
        }
        String name = path.substring(start);
        boolean leadsOut = ("/" + name + "/").contains("/../") || name.indexOf('\\') >= 0 || name.contains(":/");
        return leadsOut ? LEFT_OUT + "/" + components(lastName(name)) : components(name);
    }

    /** Of a path with slashes of either kind, or of an address of the web without its query. */
    private static String lastName(String path) {
        int end = path.length();
        int query = path.contains("://") ? path.indexOf('?') : -1;
        end = query < 0 ? end : query;
        while (end > 0 && (path.charAt(end - 1) == '/' || path.charAt(end - 1) == '\\')) {
            end--;
        }
        String whole = path.substring(0, end);
        return whole.substring(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\')) + 1);
    }

    /** Of a path's names those that are a user's are replaced. */
    private String components(String path) {
        if (users.isEmpty()) {
            return path;
        }
        String[] parts = path.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (users.contains(parts[i])) {
                parts[i] = USER;
            }
        }
        return String.join("/", parts);
    }

    /** Text that anybody may have written: paths in it are cut to their last name. */
    private String text(String text) {
        String cut = HOME_IN_TEXT.matcher(text).replaceAll("~");
        cut = PATH_IN_TEXT.matcher(cut).replaceAll(path -> Matcher.quoteReplacement(lastName(path.group())));
        return usersInText.replaceAll(cut, USER);
    }
}
