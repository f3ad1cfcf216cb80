namespace Suite.Shapes;

public struct Point
{
    public int X;
    public int Y;

    public Point(int x, int y)
    {
        X = x;
        Y = y;
    }

    public readonly double Length => Math.Sqrt(X * X + Y * Y);

    public static Point operator +(Point one, Point other) => new(one.X + other.X, one.Y + other.Y);

    public static implicit operator Point(int both) => new(both, both);
}

public record Circle(double Radius)
{
    public static readonly Circle Unit = new(1);
}

public static class ShapeExtensions
{
    public static int Area(this Point point) => point.X * point.Y;

    public static string Frame(this string text, char with = '*') => with + text + with;

    public static T Pick<T>(this IEnumerable<T> items, int index) => items.ElementAt(index);
}
