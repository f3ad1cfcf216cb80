namespace Suite;

public class Shelf<T>
    where T : notnull
{
    public static int Made = 3;
    private readonly List<T> items = [];

    public T? First => items.FirstOrDefault();

    public int Put(T item)
    {
        items.Add(item);
        return items.Count; // stop: class
    }
}

public class Generics
{
    public static Task Run()
    {
        InMethod(new Dictionary<string, int> { ["a"] = 1 }, "x");
        new Shelf<string>().Put("tea");
        new Generics().Call();
        return Task.CompletedTask;
    }

    private static void InMethod<T>(T first, string second)
    {
        var copy = first;
        var list = new List<T> { first };
        Console.WriteLine($"{copy}{second}{list}"); // stop: method
    }

    private void Call()
    {
        var number = 4;
        var words = new List<string> { "tea", "cup" };
        var pair = new KeyValuePair<string, int>("a", 1);
        Console.WriteLine($"{number}{words}{pair}{Echo(1)}{Twin("x").Count}"); // stop: calls
    }

    private T Echo<T>(T value) => value;

    private static List<T> Twin<T>(T value) => [value, value];

    private static string Best(long value) => "long";

    private static string Best<T>(T value) => "T";

    private static string Best(int value, int other) => "int";

    private static string Best<T>(T value, T other) => "two of T";

    private static string Open<T>(T value) => "T";

    private static string Open(int value, int other = 0) => "default";

    private static string Many<T>(T value) => "T";

    private static string Many(params int[] values) => "any";

    private static string NameOf<T>() => typeof(T).Name;
}
