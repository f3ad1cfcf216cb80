using Suite.Shapes;

namespace Suite;

public static class Collections
{
    public static Task Run()
    {
        Show();
        return Task.CompletedTask;
    }

    private static void Show()
    {
        var numbers = new[] { 3, 1, 2 };
        var words = new[] { "tea", "cup", "spoon" };
        var grid = new int[,] { { 1, 2 }, { 3, 4 } };
        var jagged = new int[][] { [1], [2, 3] };
        var items = new List<Item> { new("tea", 2.5m, 2), new("cup", 10m, 1) };
        var map = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 };
        var set = new HashSet<int> { 1, 2, 3 };
        var queue = new Queue<string>(["first", "second"]);
        var chars = new List<char> { 'x', 'y' };
        var lookup = new SortedDictionary<int, string> { [2] = "two", [1] = "one" };
        IEnumerable<int> lazy = numbers.Where(n => n > 1);
        Console.WriteLine($"{numbers}{words}{grid}{jagged}{items}{map}{set}{queue}{chars}{lookup}{lazy}"); // stop: collections
    }
}
