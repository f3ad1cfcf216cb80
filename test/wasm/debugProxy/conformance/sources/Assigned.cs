using System.Globalization;
using System.Text.Json;

namespace Suite;

public struct Place
{
    public int X;
    public long Y;
    public string? Name;
    public decimal Price { get; set; }
}

public class Held
{
    public static double Ratio = 1;
    private int limited;

    public int Number { get; set; }
    public string? Text { get; set; }
    public decimal? Price { get; set; }
    public object? Any { get; set; } = 1;
    public Status Status;
    public Place Place;

    /// <summary>Keeps no more than 100.</summary>
    public int Limited
    {
        get => limited;
        set => limited = Math.Min(value, 100);
    }
}

/// <summary>What is set at a stop is told by the page itself afterwards.</summary>
public static class Assigned
{
    private static string title = "";
    private static ulong Total { get; set; }

    public static async Task Run()
    {
        InMethod(1, "given");
        await InAsync(1);
        InLambda(1);
    }

    private static void InMethod(int number, string given)
    {
        byte small = 1;
        short low = 1;
        long big = 1;
        uint unsigned = 1;
        double real = 1;
        float single = 1;
        decimal price = 1;
        char initial = 'a';
        bool isNew = false;
        string? text = "old";
        Status status = Status.Open;
        Access access = Access.None;
        int? some = 1;
        decimal? none = null;
        char? letter = 'a';
        object boxed = 1;
        IComparable compared = 1;
        var objects = new object[] { 1 };
        var anyOf = new Dictionary<string, object> { ["a"] = 1.5 };
        var numbers = new[] { 1, 2 };
        var texts = new[] { "a", "b" };
        var grid = new long[,] { { 1, 2 }, { 3, 4 } };
        var list = new List<int> { 1, 2 };
        var map = new Dictionary<string, string> { ["a"] = "b" };
        var places = new Place[] { new(), new() };
        var place = new Place();
        var held = new Held();
        var pair = (Name: "x", Age: 1);
        Console.WriteLine("method"); // stop: method
        Tell(new()
        {
            ["number"] = number, ["given"] = given, ["small"] = small, ["low"] = low, ["big"] = big,
            ["unsigned"] = unsigned, ["real"] = real, ["single"] = single, ["price"] = price,
            ["initial"] = initial, ["isNew"] = isNew, ["text"] = text, ["status"] = status, ["access"] = access,
            ["some"] = some, ["none"] = none, ["letter"] = letter, ["boxed"] = boxed,
            ["compared"] = compared, ["objects[0]"] = objects[0], ["anyOf[\"a\"]"] = anyOf["a"],
            ["held.Any"] = held.Any,
            ["numbers[1]"] = numbers[1], ["texts[0]"] = texts[0], ["grid[1, 0]"] = grid[1, 0],
            ["list[1]"] = list[1], ["map[\"a\"]"] = map["a"], ["map[\"new\"]"] = map.GetValueOrDefault("new"),
            ["places[1].X"] = places[1].X, ["places[0].Name"] = places[0].Name, ["places[1].Price"] = places[1].Price,
            ["place.X"] = place.X, ["place.Y"] = place.Y, ["place.Name"] = place.Name, ["place.Price"] = place.Price,
            ["held.Number"] = held.Number, ["held.Text"] = held.Text, ["held.Price"] = held.Price,
            ["held.Status"] = held.Status, ["held.Place.Y"] = held.Place.Y, ["held.Limited"] = held.Limited,
            ["Held.Ratio"] = Held.Ratio, ["title"] = title, ["Total"] = Total, ["pair.Item2"] = pair.Item2,
        });
    }

    private static async Task InAsync(int number)
    {
        string? text = "old";
        decimal price = 1;
        char? letter = null;
        var place = new Place();
        var numbers = new[] { 1, 2 };
        await Task.Yield();
        Console.WriteLine(text + number + price + letter + place.X + numbers.Length); // stop: async
        await Task.Yield();
        Tell(new()
        {
            ["number"] = number, ["text"] = text, ["price"] = price, ["letter"] = letter,
            ["place.X"] = place.X, ["place.Name"] = place.Name, ["numbers[0]"] = numbers[0],
        });
    }

    private static void InLambda(int start)
    {
        var offset = 1L;
        var text = "old";
        Status? status = null;
        Func<int, int> change = n =>
        {
            var sum = n + start;
            Console.WriteLine(text + offset + status); // stop: lambda
            Tell(new() { ["n"] = n, ["sum"] = sum });
            return sum;
        };
        change(start);
        Tell(new() { ["start"] = start, ["offset"] = offset, ["text"] = text, ["status"] = status });
    }

    private static void Tell(Dictionary<string, object?> values)
    {
        var texts = values.ToDictionary(pair => pair.Key, pair => Format(pair.Value));
        Console.WriteLine("told: " + JsonSerializer.Serialize(texts));
    }

    private static string? Format(object? value) => value switch
    {
        char letter => ((int)letter).ToString(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
